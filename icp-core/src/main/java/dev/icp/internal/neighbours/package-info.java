/** Vectors to neighbour graph. */
@NullMarked
package dev.icp.internal.neighbours;

import org.jspecify.annotations.NullMarked;
