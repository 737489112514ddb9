/** litdata's chunks. */
@NullMarked
package dev.icp.formats.internal.format.litdata;

import org.jspecify.annotations.NullMarked;
