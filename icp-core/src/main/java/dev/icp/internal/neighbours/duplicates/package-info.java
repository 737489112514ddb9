/** Near duplicates, as the neighbour graph shows them. */
@NullMarked
package dev.icp.internal.neighbours.duplicates;

import org.jspecify.annotations.NullMarked;
