/** Neighbours by words and meaning at once. */
@NullMarked
package dev.icp.internal.neighbours.both;

import org.jspecify.annotations.NullMarked;
