package dev.icp.internal.neighbours;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** Vectors, and what their neighbours are when each is compared with each. */
public final class JoinSamples {
  private JoinSamples() {}

  /** The cosine of two different documents; NaN if they are no candidates. */
  public interface Cosine {
    float of(int a, int b);
  }

  /** Lists of all documents, as text that differs when a bit of a cosine does. */
  public static List<String> bruteForce(int n, int k, Cosine cosine) {
    List<String> lists = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] cosines = new float[n];
      List<Integer> others = new ArrayList<>();
      for (int j = 0; j < n; j++) {
        if (j != i) {
          cosines[j] = cosine.of(i, j);
          if (!Float.isNaN(cosines[j])) {
            others.add(j);
          }
        }
      }
      // A stable sort: of equals the lower ordinal stays in front.
      others.sort(Comparator.comparingDouble(j -> -cosines[j]));
      StringBuilder list = new StringBuilder();
      for (int j : others.subList(0, Math.min(k, others.size()))) {
        list.append(j).append(':').append(cosines[j]).append(' ');
      }
      lists.add(list.toString());
    }
    return lists;
  }

  public static List<String> lists(NeighbourGraph graph) {
    List<String> lists = new ArrayList<>();
    for (int i = 0; i < graph.size(); i++) {
      StringBuilder list = new StringBuilder();
      for (int r = 0; r < graph.degree(i); r++) {
        list.append(graph.neighbour(i, r)).append(':').append(graph.cosine(i, r)).append(' ');
      }
      lists.add(list.toString());
    }
    return lists;
  }

  /**
   * Sparse vectors with what makes a join hard: one in ten is empty, one in three a copy of another
   * one or of the first (which gets many), and few different weights, so that there are ties.
   */
  public static SparseVectors sparse(int size, int terms, int most, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> rows = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int copied = random.nextInt(6) == 0 ? 0 : random.nextInt(size);
      if (i > 0 && copied < i && random.nextInt(2) == 0) {
        rows.add(rows.get(copied));
        weights.add(weights.get(copied));
        continue;
      }
      int count = random.nextInt(10) == 0 ? 0 : random.nextInt(1, most + 1);
      int[] row = random.ints(count, 0, terms).distinct().sorted().toArray();
      float[] weight = new float[row.length];
      double squares = 0;
      for (int t = 0; t < row.length; t++) {
        weight[t] = random.nextInt(1, 4);
        squares += weight[t] * weight[t];
      }
      for (int t = 0; t < row.length; t++) {
        weight[t] /= (float) Math.sqrt(squares);
      }
      rows.add(row);
      weights.add(weight);
    }
    return new Sparse(terms, rows, weights);
  }

  private record Sparse(int terms, List<int[]> rows, List<float[]> weights)
      implements SparseVectors {
    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public void read(int first, int count, SparseRows target) {
      Objects.checkFromIndexSize(first, count, size());
      target.clear();
      for (int r = first; r < first + count; r++) {
        target.add(rows.get(r), weights.get(r), 0, rows.get(r).length);
      }
    }
  }

  /** Returns whether the first rows of two blocks are the same. */
  public static boolean identical(SparseRows a, SparseRows b) {
    int end = a.start(1);
    return end == b.start(1)
        && Arrays.equals(a.terms(), 0, end, b.terms(), 0, end)
        && Arrays.equals(a.weights(), 0, end, b.weights(), 0, end);
  }
}
