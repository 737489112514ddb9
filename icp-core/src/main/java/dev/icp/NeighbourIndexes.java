package dev.icp;

import dev.icp.internal.neighbours.both.PairedJoin;
import dev.icp.internal.neighbours.dense.CellJoin;
import dev.icp.internal.neighbours.dense.ExactJoin;
import dev.icp.internal.neighbours.recall.SampledRecall;
import dev.icp.internal.neighbours.sparse.InvertedIndexJoin;
import dev.icp.internal.neighbours.sparse.SparseCellJoin;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.Objects;

/**
 * The neighbour indexes that need nothing else. HNSW comes from icp-lucene.
 *
 * <table>
 * <caption>Which method is which</caption>
 * <tr><th>here</th><th>vectors</th><th>in textbooks and other libraries</th></tr>
 * <tr><td>{@link #exact}</td><td>dense</td><td>brute force, flat index; a matrix product in blocks</td></tr>
 * <tr><td>{@link #blocked}</td><td>dense</td><td>IVF-flat (faiss), k-means cells as in
 *     Sivic and Zisserman, <i>Video Google</i>, ICCV 2003; a cell is one of {@code nlist}, and how
 *     many a document visits is {@code nprobe}, but here another number for each document: those
 *     at most a margin less similar than the nearest</td></tr>
 * <tr><td>{@link #exactSparse}</td><td>sparse</td><td>inverted index of posting lists, term at a
 *     time (Zobel and Moffat, <i>Inverted files for text search engines</i>, 2006)</td></tr>
 * <tr><td>{@link #both}</td><td>both</td><td>late fusion: candidates of two rankings, scored again by
 *     the weighted sum</td></tr>
 * <tr><td>{@link #invertedIndex}</td><td>sparse</td><td>the same within IVF cells, by spherical
 *     k-means on terms (Dhillon and Modha 2001)</td></tr>
 * </table>
 */
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
  public static NeighbourIndex<SparseVectors> exactSparse() {
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
   * Returns the index for words and meaning at once: more than k neighbours by each, with {@link
   * #invertedIndex} and {@link #blocked}, and of all these the k of the highest sum; how many more
   * it takes to reach the wanted recall is measured on a sample. Exact for fewer than 10,000
   * documents.
   *
   * @param recall wanted share of the true nearest neighbours, above 0, at most 1
   * @throws IllegalArgumentException if it is not
   */
  public static NeighbourIndex<PairedVectors> both(double recall) {
    return both(invertedIndex(recall), blocked(recall), recall);
  }

  /**
   * Returns the same with indexes of one's choice.
   *
   * @param words finds candidates by words
   * @param meaning finds candidates by meaning
   * @param recall wanted share of the true nearest neighbours, above 0, at most 1
   * @throws IllegalArgumentException if it is not
   */
  public static NeighbourIndex<PairedVectors> both(
      NeighbourIndex<SparseVectors> words, NeighbourIndex<DenseVectors> meaning, double recall) {
    return new PairedJoin(
        Objects.requireNonNull(words, "words"), Objects.requireNonNull(meaning, "meaning"), recall);
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
