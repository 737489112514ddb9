/** datatrove (nanotron): tokens, and where documents end. */
@NullMarked
package dev.icp.formats.internal.format.datatrove;

import org.jspecify.annotations.NullMarked;
