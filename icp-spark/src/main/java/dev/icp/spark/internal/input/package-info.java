/** Rows to numbered documents with tokens and vectors. */
@NullMarked
package dev.icp.spark.internal.input;

import org.jspecify.annotations.NullMarked;
