/** What other modules add to the formats. */
@NullMarked
package dev.icp.formats.spi;

import org.jspecify.annotations.NullMarked;
