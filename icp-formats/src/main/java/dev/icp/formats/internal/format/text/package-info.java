/** Contexts of text: JSON Lines and Parquet, with what stands between documents beside them. */
@NullMarked
package dev.icp.formats.internal.format.text;

import org.jspecify.annotations.NullMarked;
