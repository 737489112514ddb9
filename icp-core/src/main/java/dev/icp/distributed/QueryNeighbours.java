package dev.icp.distributed;

import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.kernel.BlockKernel.Columns;
import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.sparse.PostingBlock;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Vectors;
import java.util.Arrays;

/**
 * The exact nearest neighbours of a few documents among all others, which come in parts. The best
 * of what several of these have found are the best of all. Belongs to one thread.
 *
 * @param <V> the kind of vectors
 */
public final class QueryNeighbours<V extends Vectors> {
  private static final int BLOCK = 256;

  private final int[] queries;
  private final NeighbourLists lists;
  private final Comparison<V> comparison;

  /** Compares the rows of a part with all queries. */
  @FunctionalInterface
  private interface Comparison<V extends Vectors> {
    void compare(V rows, int[] ordinals, QueryNeighbours<V> target);
  }

  private QueryNeighbours(int[] queries, int k, Comparison<V> comparison) {
    this.queries = queries.clone();
    this.comparison = comparison;
    lists = new NeighbourLists(queries.length, k, Integer.MAX_VALUE);
  }

  /**
   * Starts with dense queries.
   *
   * @param queries their vectors
   * @param ordinals their ordinals in the corpus
   * @param k neighbours wanted for each, 1 or more
   */
  public static QueryNeighbours<DenseVectors> dense(DenseVectors queries, int[] ordinals, int k) {
    BlockKernel kernel = BlockKernel.best();
    int d = queries.dimension();
    int width = kernel.columns(d);
    Columns[] blocks = new Columns[(queries.size() + width - 1) / width];
    for (int b = 0; b < blocks.length; b++) {
      int count = Math.min(width, queries.size() - b * width);
      float[] rows = new float[count * d];
      queries.read(b * width, count, rows, 0);
      blocks[b] = kernel.newColumns(d, count);
      blocks[b].fill(rows, 0, count);
    }
    float[] scores = new float[BlockKernel.ROWS * (width + 64)];
    float[] rows = new float[BLOCK * d];
    return new QueryNeighbours<>(
        ordinals,
        k,
        (part, partOrdinals, target) -> {
          for (int first = 0; first < part.size(); first += BLOCK) {
            int count = Math.min(BLOCK, part.size() - first);
            part.read(first, count, rows, 0);
            for (int r = 0; r < count; r += BlockKernel.ROWS) {
              for (int b = 0; b < blocks.length; b++) {
                kernel.score(rows, r * d, blocks[b], scores);
                for (int i = 0; i < Math.min(BlockKernel.ROWS, count - r); i++) {
                  for (int c = 0; c < blocks[b].count(); c++) {
                    float score = scores[i * blocks[b].stride() + c];
                    target.offer(b * width + c, partOrdinals[first + r + i], score);
                  }
                }
              }
            }
          }
        });
  }

  /**
   * Starts with sparse queries; documents that share no term are no neighbours.
   *
   * @param queries their vectors
   * @param ordinals their ordinals in the corpus
   * @param k neighbours wanted for each, 1 or more
   */
  public static QueryNeighbours<SparseVectors> sparse(
      SparseVectors queries, int[] ordinals, int k) {
    PostingBlock index = new PostingBlock(queries.terms(), queries.size());
    index.index(queries, 0, queries.size());
    float[] scores = new float[queries.size()];
    SparseRows rows = new SparseRows();
    return new QueryNeighbours<>(
        ordinals,
        k,
        (part, partOrdinals, target) -> {
          for (int first = 0; first < part.size(); first += BLOCK) {
            part.read(first, Math.min(BLOCK, part.size() - first), rows);
            for (int r = 0; r < rows.rows(); r++) {
              if (index.score(rows, r, scores) > 0) {
                for (int q = 0; q < scores.length; q++) {
                  if (scores[q] > 0) {
                    target.offer(q, partOrdinals[first + r], scores[q]);
                  }
                }
                Arrays.fill(scores, 0);
              }
            }
          }
        });
  }

  /**
   * Compares a part of the corpus with all queries.
   *
   * @param rows their vectors
   * @param ordinals their ordinals; that of a query is not its own neighbour
   */
  public void compare(V rows, int[] ordinals) {
    comparison.compare(rows, ordinals, this);
  }

  private void offer(int query, int ordinal, float score) {
    if (score >= lists.threshold(query) && ordinal != queries[query]) {
      lists.offer(query, ordinal, score);
    }
  }

  /** Returns the number of queries. */
  public int size() {
    return queries.length;
  }

  /** Returns how many neighbours a query has so far, at most k. */
  public int degree(int query) {
    return lists.degree(query);
  }

  /** Returns the ordinal of a query's neighbour, rank 0 being the nearest. */
  public int neighbour(int query, int rank) {
    return lists.neighbour(query, rank);
  }

  /** Returns the cosine to it. */
  public float cosine(int query, int rank) {
    return lists.cosine(query, rank);
  }
}
