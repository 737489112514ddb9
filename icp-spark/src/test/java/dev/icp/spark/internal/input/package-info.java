@NullMarked
package dev.icp.spark.internal.input;

import org.jspecify.annotations.NullMarked;
