package dev.icp.internal.order;

import dev.icp.spi.NeighbourGraph;

/**
 * A neighbour graph's edges by the document they lead to: who has me in their list? In arrays of
 * {@value #CHUNK} documents each, so that no array is too long.
 */
final class IncomingEdges {
  private static final int SHIFT = 14;
  private static final int CHUNK = 1 << SHIFT;

  private final int[] counts;
  private final int[][] starts;
  private final int[][] sources;
  private final float[][] cosines;

  /** The edges to each document's first {@code limit} neighbours. */
  IncomingEdges(NeighbourGraph graph, int limit) {
    int n = graph.size();
    counts = new int[n];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < Math.min(limit, graph.degree(i)); r++) {
        counts[graph.neighbour(i, r)]++;
      }
    }
    int chunks = (int) ((n + (long) CHUNK - 1) >> SHIFT);
    starts = new int[chunks][];
    sources = new int[chunks][];
    cosines = new float[chunks][];
    for (int c = 0; c < chunks; c++) {
      int rows = Math.min(CHUNK, n - (c << SHIFT));
      starts[c] = new int[rows];
      int sum = 0;
      for (int i = 0; i < rows; i++) {
        starts[c][i] = sum;
        sum = Math.addExact(sum, counts[(c << SHIFT) + i]);
      }
      sources[c] = new int[sum];
      cosines[c] = new float[sum];
    }
    fill(graph, limit);
  }

  private void fill(NeighbourGraph graph, int limit) {
    int[] filled = new int[graph.size()];
    for (int i = 0; i < graph.size(); i++) {
      for (int r = 0; r < Math.min(limit, graph.degree(i)); r++) {
        int target = graph.neighbour(i, r);
        int chunk = target >> SHIFT;
        int p = starts[chunk][target & (CHUNK - 1)] + filled[target]++;
        sources[chunk][p] = i;
        cosines[chunk][p] = graph.cosine(i, r);
      }
    }
  }

  /** Returns how many documents have {@code document} in their list. */
  int count(int document) {
    return counts[document];
  }

  /** Returns the i-th document, ascending, that has {@code document} in its list. */
  int source(int document, int i) {
    return sources[document >> SHIFT][starts[document >> SHIFT][document & (CHUNK - 1)] + i];
  }

  /** Returns the cosine on the i-th incoming edge. */
  float cosine(int document, int i) {
    return cosines[document >> SHIFT][starts[document >> SHIFT][document & (CHUNK - 1)] + i];
  }
}
