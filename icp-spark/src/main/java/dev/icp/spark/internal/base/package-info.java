/** What the steps share: settings, rows and the bytes in them. */
@NullMarked
package dev.icp.spark.internal.base;

import org.jspecify.annotations.NullMarked;
