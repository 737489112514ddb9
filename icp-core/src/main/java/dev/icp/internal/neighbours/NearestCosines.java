package dev.icp.internal.neighbours;

import dev.icp.spi.NeighbourGraph;

/** How similar documents are to their nearest neighbours. */
public final class NearestCosines {
  private NearestCosines() {}

  /** Returns how many documents have a neighbour at {@code threshold} or above. */
  public static long countFrom(NeighbourGraph graph, float threshold) {
    long count = 0;
    for (int i = 0; i < graph.size(); i++) {
      if (graph.degree(i) > 0 && graph.cosine(i, 0) >= threshold) {
        count++;
      }
    }
    return count;
  }

  /**
   * Returns how many documents have their nearest neighbour's cosine in each of {@code bins} equal
   * parts of [0, 1]; 1 is in the last, a negative one in the first.
   */
  public static long[] histogram(NeighbourGraph graph, int bins) {
    long[] counts = new long[bins];
    for (int i = 0; i < graph.size(); i++) {
      if (graph.degree(i) > 0) {
        int bin = (int) Math.floor((double) graph.cosine(i, 0) * bins);
        counts[Math.max(0, Math.min(bins - 1, bin))]++;
      }
    }
    return counts;
  }

  /**
   * Returns how many documents would go at a threshold if a document goes when an earlier one that
   * stays is its neighbour, in either's list.
   */
  public static long wouldGo(NeighbourGraph graph, float threshold) {
    boolean[] goes = new boolean[graph.size()];
    long count = 0;
    for (int i = 0; i < goes.length; i++) {
      for (int r = 0; r < graph.degree(i) && graph.cosine(i, r) >= threshold; r++) {
        int other = graph.neighbour(i, r);
        goes[i] |= other < i && !goes[other];
      }
      if (goes[i]) {
        count++;
        continue;
      }
      for (int r = 0; r < graph.degree(i) && graph.cosine(i, r) >= threshold; r++) {
        if (graph.neighbour(i, r) > i) {
          goes[graph.neighbour(i, r)] = true;
        }
      }
    }
    return count;
  }
}
