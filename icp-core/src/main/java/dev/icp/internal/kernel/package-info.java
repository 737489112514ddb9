/**
 * Dense arithmetic in blocks: the dot products of many vectors with many, and k-means. Every dot
 * product is one chain of fused multiply-adds in the order of the dimensions, so it has the same
 * bits whichever kernel, block or thread computes it.
 */
@NullMarked
package dev.icp.internal.kernel;

import org.jspecify.annotations.NullMarked;
