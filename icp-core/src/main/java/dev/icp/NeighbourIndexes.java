package dev.icp;

import dev.icp.internal.neighbours.dense.CellJoin;
import dev.icp.internal.neighbours.dense.ExactJoin;
import dev.icp.internal.neighbours.recall.SampledRecall;
import dev.icp.internal.neighbours.sparse.InvertedIndexJoin;
import dev.icp.internal.neighbours.sparse.SparseCellJoin;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;

/** The neighbour indexes that need nothing else. HNSW comes from icp-lucene. */
public final class NeighbourIndexes {
  private NeighbourIndexes() {}

  /**
   * Returns the default index for sparse vectors: an inverted index over cells of related
   * documents, of which each document visits some. Time grows about with the number of documents.
   * Reaches the wanted recall as measured on a sample; exact for fewer than 100,000 documents, or
   * where a sample says that cells do not help. Documents that share no term are no neighbours.
   *
   * @param recall wanted share of the true nearest neighbours, above 0, at most 1
   * @throws IllegalArgumentException if it is not
   */
  public static NeighbourIndex<SparseVectors> invertedIndex(double recall) {
    return new SparseCellJoin(recall);
  }

  /**
   * Returns the exact index for sparse vectors, by an inverted index over blocks of documents.
   * Documents that share no term are no neighbours. Time grows with the documents times the length
   * of their terms' posting lists.
   */
  public static NeighbourIndex<SparseVectors> invertedIndex() {
    return new InvertedIndexJoin();
  }

  /**
   * Returns the default index for dense vectors: compares each document with those in the cells
   * near it. Reaches the wanted recall as measured on a sample; exact where that is cheaper.
   *
   * @param recall wanted share of the true nearest neighbours, above 0, at most 1
   * @throws IllegalArgumentException if it is not
   */
  public static NeighbourIndex<DenseVectors> blocked(double recall) {
    return new CellJoin(recall);
  }

  /**
   * Returns the exact index for dense vectors: compares all with all in blocks, each pair once, n²
   * · dimension floating-point operations.
   */
  public static NeighbourIndex<DenseVectors> exact() {
    return new ExactJoin();
  }

  /**
   * Returns the share of the true nearest neighbours that a graph has, measured on documents drawn
   * by the context's seed, each of which is compared with all. A neighbour as near as the last of
   * the true ones is a true one.
   *
   * @param graph the neighbours of all {@code vectors}
   * @param sample how many documents are drawn, 1 or more; all if there are fewer
   * @return 0 to 1; 1 where there is no one to be a neighbour
   * @throws IllegalArgumentException if {@code sample} is not positive, or the graph is of another
   *     number of documents
   */
  public static double sampledRecall(
      NeighbourGraph graph, DenseVectors vectors, int sample, StageContext context) {
    return SampledRecall.of(graph, vectors, sample, context);
  }

  /**
   * Returns the same for sparse vectors; documents that share no term are no neighbours.
   *
   * @param graph the neighbours of all {@code vectors}
   * @param sample how many documents are drawn, 1 or more; all if there are fewer
   * @return 0 to 1; 1 where there is no one to be a neighbour
   * @throws IllegalArgumentException if {@code sample} is not positive, or the graph is of another
   *     number of documents
   */
  public static double sampledRecall(
      NeighbourGraph graph, SparseVectors vectors, int sample, StageContext context) {
    return SampledRecall.of(graph, vectors, sample, context);
  }
}
