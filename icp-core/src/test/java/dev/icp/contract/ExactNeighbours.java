package dev.icp.contract;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Vectors;
import java.util.Arrays;

/** The true neighbours, found by comparing each vector with each: slow, and to be believed. */
public final class ExactNeighbours {
  private static final float TOLERANCE = 1e-5f;

  private final Vectors vectors;
  private final float[][] sortedCosines;

  private ExactNeighbours(Vectors vectors, float[][] sortedCosines) {
    this.vectors = vectors;
    this.sortedCosines = sortedCosines;
  }

  /**
   * Compares all vectors.
   *
   * @param relatedOnly whether only documents of a cosine above zero count as neighbours
   */
  public static ExactNeighbours of(Vectors vectors, boolean relatedOnly) {
    int n = vectors.size();
    float[][] cosines = new float[n][n];
    for (int i = 0; i < n; i++) {
      // The document itself sorts in front of all others, where nothing is counted.
      cosines[i][i] = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < i; j++) {
        float cosine = vectors.cosine(i, j);
        float counted = relatedOnly && cosine <= 0 ? Float.NEGATIVE_INFINITY : cosine;
        cosines[i][j] = counted;
        cosines[j][i] = counted;
      }
    }
    for (float[] row : cosines) {
      Arrays.sort(row);
    }
    return new ExactNeighbours(vectors, cosines);
  }

  /**
   * Returns the share of the {@code k} nearest that the graph has, 0 to 1, over all documents; 1 if
   * there are none to be had. A neighbour is one of the nearest if its cosine reaches that of the
   * true k-th within 1e-5, so that it does not matter which of several equals were found.
   */
  public double recall(NeighbourGraph graph, int k) {
    long wanted = 0;
    long found = 0;
    for (int i = 0; i < vectors.size(); i++) {
      int nearest = nearest(i, k);
      if (nearest > 0) {
        float least = sortedCosines[i][sortedCosines[i].length - nearest] - TOLERANCE;
        wanted += nearest;
        found += Math.min(nearest, reaching(graph, i, least));
      }
    }
    return wanted == 0 ? 1 : (double) found / wanted;
  }

  private int nearest(int ordinal, int k) {
    float[] cosines = sortedCosines[ordinal];
    int nearest = 0;
    while (nearest < k
        && nearest < cosines.length
        && cosines[cosines.length - 1 - nearest] > Float.NEGATIVE_INFINITY) {
      nearest++;
    }
    return nearest;
  }

  /** Counts the neighbours by their true cosine: what the graph says is not to be believed here. */
  private int reaching(NeighbourGraph graph, int ordinal, float least) {
    int count = 0;
    for (int r = 0; r < graph.degree(ordinal); r++) {
      if (vectors.cosine(ordinal, graph.neighbour(ordinal, r)) >= least) {
        count++;
      }
    }
    return count;
  }
}
