/** Parquet for {@link dev.icp.formats}, which finds it by itself when it is on the class path. */
@NullMarked
package dev.icp.parquet;

import org.jspecify.annotations.NullMarked;
