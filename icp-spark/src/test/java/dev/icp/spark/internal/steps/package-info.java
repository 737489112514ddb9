@NullMarked
package dev.icp.spark.internal.steps;

import org.jspecify.annotations.NullMarked;
