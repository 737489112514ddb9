/** Neighbour graph to order. */
@NullMarked
package dev.icp.internal.order;

import org.jspecify.annotations.NullMarked;
