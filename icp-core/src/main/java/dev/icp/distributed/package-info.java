/**
 * The parts of a packing run, for who spreads one over several machines: cells of the vector space
 * and the join of their documents, the nearest of a few documents, word statistics that add up, and
 * the packing of a group of documents that are tokens already. They do what {@link
 * dev.icp.ContextBuilder} does, bit by bit, on the part that they are given; who puts the parts
 * together sees to it that nothing depends on how they were cut. Most programs need none of this.
 */
@NullMarked
package dev.icp.distributed;

import org.jspecify.annotations.NullMarked;
