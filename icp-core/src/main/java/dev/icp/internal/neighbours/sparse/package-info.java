/** Nearest neighbours of sparse vectors: by inverted index, and by cells. */
@NullMarked
package dev.icp.internal.neighbours.sparse;

import org.jspecify.annotations.NullMarked;
