/** Neighbours to groups of documents that are packed together. */
@NullMarked
package dev.icp.spark.internal.group;

import org.jspecify.annotations.NullMarked;
