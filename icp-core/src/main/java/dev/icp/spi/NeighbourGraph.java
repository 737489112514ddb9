package dev.icp.spi;

import dev.icp.internal.neighbours.graph.ArrayNeighbourGraph;

/**
 * For each document its nearest others: highest cosine first, equal cosines by the lower ordinal,
 * never the document itself, none twice. Directed: j can be in i's list without i being in j's.
 * Immutable and thread-safe.
 */
public interface NeighbourGraph {
  /** Returns the number of documents. */
  int size();

  /** Returns the number of neighbours that were asked for, or size − 1: no list is longer. */
  int k();

  /** Returns how many neighbours document {@code ordinal} has, 0 to {@link #k()}. */
  int degree(int ordinal);

  /** Returns the neighbour of the given rank, 0 being the nearest. */
  int neighbour(int ordinal, int rank);

  /** Returns the cosine to the neighbour of the given rank, in [−1, 1]. */
  float cosine(int ordinal, int rank);

  /**
   * Returns the share of the true nearest neighbours that were found: 1 from an exact index, the
   * recall measured on a sample from one that measures it, NaN if nothing is known.
   */
  default double recall() {
    return Double.NaN;
  }

  /**
   * Starts an empty graph held in memory (8 · size · k bytes).
   *
   * @throws IllegalArgumentException if {@code size} is negative or {@code k} is not positive
   */
  static Builder builder(int size, int k) {
    return new ArrayNeighbourGraph.Builder(size, k);
  }

  /** Fills a graph. Different documents may be set from different threads at once. */
  interface Builder {
    /**
     * Sets a document's list.
     *
     * @param neighbours its neighbours, in any order; the first {@code count} are read
     * @param cosines their cosines, at the same places
     * @throws IllegalArgumentException naming the document if a neighbour is the document itself,
     *     occurs twice or is out of range, if a cosine is none, or if count exceeds k; what
     *     rounding may put beyond −1 and 1 is brought back
     */
    void set(int ordinal, int[] neighbours, float[] cosines, int count);

    /** Returns the graph, of no known recall; this builder must not be used any more. */
    default NeighbourGraph build() {
      return build(Double.NaN);
    }

    /**
     * Returns the graph; this builder must not be used any more.
     *
     * @param recall see {@link NeighbourGraph#recall}
     * @throws IllegalArgumentException if {@code recall} is a number and not in [0, 1]
     */
    NeighbourGraph build(double recall);
  }
}
