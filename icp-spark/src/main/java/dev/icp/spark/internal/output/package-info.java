/** Groups to contexts. */
@NullMarked
package dev.icp.spark.internal.output;

import org.jspecify.annotations.NullMarked;
