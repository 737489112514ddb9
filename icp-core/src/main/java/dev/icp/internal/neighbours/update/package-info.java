/** Neighbours of a corpus that has changed since they were found. */
@NullMarked
package dev.icp.internal.neighbours.update;

import org.jspecify.annotations.NullMarked;
