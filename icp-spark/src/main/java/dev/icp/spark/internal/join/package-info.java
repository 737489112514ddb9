/** Vectors to neighbours, and near duplicates. */
@NullMarked
package dev.icp.spark.internal.join;

import org.jspecify.annotations.NullMarked;
