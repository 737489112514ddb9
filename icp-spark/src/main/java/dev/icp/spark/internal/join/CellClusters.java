package dev.icp.spark.internal.join;

import it.unimi.dsi.fastutil.ints.Int2DoubleMap;
import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Gathers cells into clusters of bounded size such that little weight is cut: the two clusters with
 * the most weight for their sizes are merged as long as there are two that fit; what is left is put
 * together so that few clusters remain. The same result for the same input. Used once.
 */
public final class CellClusters {
  private final long[] sizes;
  private final long most;
  private final Int2DoubleOpenHashMap[] weights;
  private final int[] parents;
  private final int[] versions;

  /**
   * @param sizes of each cell; 0 counts as nothing
   * @param most no cluster is larger, unless it is a single cell that is
   */
  public CellClusters(long[] sizes, long most) {
    this.sizes = sizes.clone();
    this.most = most;
    weights = new Int2DoubleOpenHashMap[sizes.length];
    Arrays.setAll(weights, i -> new Int2DoubleOpenHashMap());
    parents = new int[sizes.length];
    Arrays.setAll(parents, i -> i);
    versions = new int[sizes.length];
  }

  /** Adds to the weight between two cells. */
  public void add(int a, int b, double weight) {
    if (a != b) {
      weights[a].addTo(b, weight);
      weights[b].addTo(a, weight);
    }
  }

  private record Pair(double score, int a, int b, int versionA, int versionB) {}

  /** Returns the cluster of each cell, numbered 0, 1, … */
  public int[] cluster() {
    PriorityQueue<Pair> pairs =
        new PriorityQueue<>(
            Comparator.comparingDouble((Pair p) -> -p.score)
                .thenComparingInt(Pair::a)
                .thenComparingInt(Pair::b));
    for (int a = 0; a < sizes.length; a++) {
      offerPairs(pairs, a, true);
    }
    while (!pairs.isEmpty()) {
      Pair best = pairs.remove();
      if (versions[best.a] == best.versionA && versions[best.b] == best.versionB) {
        offerPairs(pairs, merge(best.a, best.b), false);
      }
    }
    return pack();
  }

  private void offerPairs(PriorityQueue<Pair> pairs, int a, boolean higherOnly) {
    for (Int2DoubleMap.Entry entry : weights[a].int2DoubleEntrySet()) {
      int b = entry.getIntKey();
      if ((!higherOnly || b > a) && sizes[a] + sizes[b] <= most) {
        int low = Math.min(a, b);
        int high = Math.max(a, b);
        double score =
            entry.getDoubleValue() / ((double) Math.max(1, sizes[a]) * Math.max(1, sizes[b]));
        pairs.add(new Pair(score, low, high, versions[low], versions[high]));
      }
    }
  }

  /** Merges the one with fewer weights into the other; returns which one is left. */
  private int merge(int a, int b) {
    boolean swap = weights[a].size() < weights[b].size();
    int into = swap ? b : a;
    int gone = swap ? a : b;
    sizes[into] += sizes[gone];
    parents[gone] = into;
    versions[into]++;
    versions[gone]++;
    weights[into].remove(gone);
    for (Int2DoubleMap.Entry entry : weights[gone].int2DoubleEntrySet()) {
      int other = entry.getIntKey();
      if (other != into) {
        weights[into].addTo(other, entry.getDoubleValue());
        weights[other].remove(gone);
        weights[other].addTo(into, entry.getDoubleValue());
      }
    }
    weights[gone].clear();
    return into;
  }

  private int root(int cell) {
    int root = cell;
    while (parents[root] != root) {
      root = parents[root];
    }
    return root;
  }

  /** Puts clusters together, the largest first, each where it has the most weight and fits. */
  private int[] pack() {
    Integer[] roots = new Integer[sizes.length];
    int count = 0;
    for (int c = 0; c < sizes.length; c++) {
      if (parents[c] == c) {
        roots[count++] = c;
      }
    }
    roots = Arrays.copyOf(roots, count);
    Arrays.sort(roots, Comparator.comparingLong((Integer c) -> -sizes[c]).thenComparingInt(c -> c));
    int[] bins = new int[sizes.length];
    Arrays.fill(bins, -1);
    long[] filled = new long[count];
    int used = 0;
    for (int root : roots) {
      double[] toBins = new double[used];
      for (Int2DoubleMap.Entry entry : weights[root].int2DoubleEntrySet()) {
        if (bins[entry.getIntKey()] >= 0) {
          toBins[bins[entry.getIntKey()]] += entry.getDoubleValue();
        }
      }
      int best = -1;
      for (int bin = 0; bin < used; bin++) {
        if (filled[bin] + sizes[root] <= most
            && (best < 0
                || toBins[bin] > toBins[best]
                || (toBins[bin] == toBins[best] && filled[bin] > filled[best]))) {
          best = bin;
        }
      }
      if (best < 0) {
        best = used++;
      }
      bins[root] = best;
      filled[best] += sizes[root];
    }
    int[] clusters = new int[sizes.length];
    for (int c = 0; c < clusters.length; c++) {
      clusters[c] = bins[root(c)];
    }
    return clusters;
  }
}
