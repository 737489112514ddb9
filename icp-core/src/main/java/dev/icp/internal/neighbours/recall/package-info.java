/** How much of the true neighbour graph was found. */
@NullMarked
package dev.icp.internal.neighbours.recall;

import org.jspecify.annotations.NullMarked;
