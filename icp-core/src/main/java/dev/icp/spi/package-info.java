/**
 * What can be replaced: tokenizers, embedders, neighbour indexes, orderers and writers, and the
 * model that they share. The data flows one way: documents, vectors, neighbour graph, order,
 * contexts.
 */
@NullMarked
package dev.icp.spi;

import org.jspecify.annotations.NullMarked;
