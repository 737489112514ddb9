package dev.icp.internal.neighbours.duplicates;

import dev.icp.internal.base.CosineHistogram;
import dev.icp.spi.NeighbourGraph;
import java.util.List;

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

  /** Returns how many documents have their nearest neighbour's cosine in each bin. */
  public static List<Long> histogram(NeighbourGraph graph, int bins) {
    CosineHistogram histogram = new CosineHistogram(bins);
    for (int i = 0; i < graph.size(); i++) {
      if (graph.degree(i) > 0) {
        histogram.add(graph.cosine(i, 0));
      }
    }
    return histogram.counts();
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
