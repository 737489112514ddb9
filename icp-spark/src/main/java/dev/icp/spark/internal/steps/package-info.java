/** What people see of a run: what its steps are called, how far they are, what they took. */
@NullMarked
package dev.icp.spark.internal.steps;

import org.jspecify.annotations.NullMarked;
