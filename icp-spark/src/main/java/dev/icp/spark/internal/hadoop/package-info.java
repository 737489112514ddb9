/** Hadoop's file systems as those of java.nio, so that whatever goes by paths works on them. */
@NullMarked
package dev.icp.spark.internal.hadoop;

import org.jspecify.annotations.NullMarked;
