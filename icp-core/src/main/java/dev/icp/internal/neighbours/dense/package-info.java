/** Nearest neighbours of dense vectors: exact, and by cells. */
@NullMarked
package dev.icp.internal.neighbours.dense;

import org.jspecify.annotations.NullMarked;
