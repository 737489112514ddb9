/**
 * The options that {@code icp pack} and the command on Spark have in common: what they are called
 * and mean, and what does not go together, is said once. Of these two commands alone; may change at
 * any time.
 */
@NullMarked
package dev.icp.options;

import org.jspecify.annotations.NullMarked;
