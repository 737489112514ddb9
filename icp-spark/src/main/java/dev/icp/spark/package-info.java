/**
 * Packs a corpus on Apache Spark: the same steps as {@link dev.icp.ContextBuilder}, spread over
 * many machines, with the core's own kernels, orderers and packer inside the tasks. Start at {@link
 * dev.icp.spark.SparkContexts}.
 */
@NullMarked
package dev.icp.spark;

import org.jspecify.annotations.NullMarked;
