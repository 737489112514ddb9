package dev.icp.lucene;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which nodes are searched for, and how widely.
 *
 * @param width nodes kept in sight
 * @param mostMutual a node is searched for if no more of its neighbours so far have it for a
 *     neighbour themselves: who is known to those it knows has been seen by most
 * @param comparisons with how many others a node is compared, on average over all nodes; NaN if
 *     that is not known
 */
record SearchPlan(int width, int mostMutual, double comparisons) {
  private static final double STEP = 1.4;
  private static final int MAX_WIDTH = 1 << 12;
  private static final int NONE = -1;

  /** What a sample may be off by. */
  private static final double SAFETY = 0.01;

  /** Searches for all nodes. */
  static SearchPlan all(int width) {
    return new SearchPlan(width, Integer.MAX_VALUE, Double.NaN);
  }

  /**
   * Finds out on a sample how a recall is reached: which of ever wider searches suffices, and, of
   * those with the fewest mutual neighbours first, for how many nodes.
   *
   * @param lists what is known before any search
   * @param tooMany comparisons of a node from which on no wider search is tried
   */
  static SearchPlan reaching(
      double recall, CollectedLists lists, RecallSample sample, double tooMany) {
    int n = sample.size();
    double wanted = Math.min(recall + SAFETY, (1 + recall) / 2) * sample.wanted();
    int[] before = new int[n];
    int[] mutual = new int[n];
    long known = 0;
    for (int i = 0; i < n; i++) {
      before[i] = sample.inList(lists, i);
      mutual[i] = mutual(lists, sample.node(i));
      known += before[i];
    }
    if (known >= wanted) {
      return new SearchPlan(1, NONE, 0);
    }
    Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingInt(i -> mutual[i]));
    int[] found = new int[n];
    long[] visited = new long[n];
    for (int width = lists.k() + 1; width <= MAX_WIDTH; width = (int) (width * STEP) + 1) {
      sample.search(lists, width, found, visited);
      long sum = known;
      double comparisons = 0;
      for (int i : order) {
        sum += found[i] - before[i];
        comparisons += visited[i];
        if (sum >= wanted) {
          return new SearchPlan(width, mutual[i], comparisons / n);
        }
      }
      if (comparisons / n > tooMany) {
        return new SearchPlan(width, Integer.MAX_VALUE, comparisons / n);
      }
    }
    return all(MAX_WIDTH);
  }

  /** Returns whether a node is to be searched for. */
  boolean includes(CollectedLists lists, int node) {
    return mostMutual == Integer.MAX_VALUE
        || (mostMutual > NONE && mutual(lists, node) <= mostMutual);
  }

  /** Returns how many of a node's neighbours have it for a neighbour. */
  private static int mutual(CollectedLists lists, int node) {
    int count = 0;
    for (int r = 0; r < lists.degree(node); r++) {
      int other = lists.neighbour(node, r);
      for (int s = 0; s < lists.degree(other); s++) {
        if (lists.neighbour(other, s) == node) {
          count++;
          break;
        }
      }
    }
    return count;
  }
}
