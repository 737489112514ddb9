/** The neighbour graph: in memory, in a file, while it is made, and when it comes from outside. */
@NullMarked
package dev.icp.internal.neighbours.graph;

import org.jspecify.annotations.NullMarked;
