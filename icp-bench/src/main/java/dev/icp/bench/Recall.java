package dev.icp.bench;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Vectors;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Compares neighbour graphs with the true neighbours of a sample of the documents. */
final class Recall {
  private static final int SAMPLE = 400;
  private static final float TOLERANCE = 1e-5f;

  private final Vectors vectors;
  private final int k;
  private final int[] sample;
  private final float[] least;

  private Recall(Vectors vectors, int k, int[] sample, float[] least) {
    this.vectors = vectors;
    this.k = k;
    this.sample = sample;
    this.least = least;
  }

  /**
   * Finds the true neighbours.
   *
   * @param k neighbours of each document, 1 to the number of other documents
   */
  static Recall of(Vectors vectors, int k) {
    int n = vectors.size();
    int count = Math.min(SAMPLE, n);
    int[] sample = IntStream.range(0, count).map(s -> (int) ((long) s * n / count)).toArray();
    float[] least = new float[count];
    for (int s = 0; s < count; s++) {
      float[] cosines = new float[n];
      for (int j = 0; j < n; j++) {
        cosines[j] = j == sample[s] ? Float.NEGATIVE_INFINITY : vectors.cosine(sample[s], j);
      }
      Arrays.sort(cosines);
      least[s] = cosines[n - k] - TOLERANCE;
    }
    return new Recall(vectors, k, sample, least);
  }

  /**
   * Returns the share of the k nearest that a graph has, 0 to 1. Those whose cosine equals that of
   * the k-th count as well, up to k.
   */
  double of(NeighbourGraph graph) {
    long found = 0;
    for (int s = 0; s < sample.length; s++) {
      for (int r = 0; r < graph.degree(sample[s]); r++) {
        if (graph.cosine(sample[s], r) >= least[s]) {
          found++;
        }
      }
    }
    return sample.length == 0 ? 1 : (double) found / ((long) sample.length * k);
  }

  /** Returns the documents of the sample; not to be changed. */
  int[] documents() {
    return sample;
  }

  /** Returns the same share of lists of the sample's documents, which may be the k or fewer. */
  double of(int[][] lists) {
    long found = 0;
    for (int s = 0; s < sample.length; s++) {
      for (int neighbour : lists[s]) {
        if (vectors.cosine(sample[s], neighbour) >= least[s]) {
          found++;
        }
      }
    }
    return sample.length == 0 ? 1 : (double) found / ((long) sample.length * k);
  }
}
