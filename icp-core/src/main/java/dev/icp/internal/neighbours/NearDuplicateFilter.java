package dev.icp.internal.neighbours;

import dev.icp.spi.NeighbourGraph;
import java.util.Arrays;

/** Finds near duplicates in a neighbour graph, and leaves documents out of one. */
public final class NearDuplicateFilter {
  private NearDuplicateFilter() {}

  /**
   * Returns which documents stay, ascending: a document goes when an earlier one that stays is its
   * neighbour (in either's list) at {@code threshold} or above.
   */
  public static int[] kept(NeighbourGraph graph, float threshold) {
    int n = graph.size();
    boolean[] dropped = new boolean[n];
    int count = n;
    for (int i = 0; i < n; i++) {
      if (!dropped[i] && hasEarlier(graph, i, threshold, dropped)) {
        dropped[i] = true;
      }
      if (dropped[i]) {
        count--;
        continue;
      }
      for (int r = 0; r < graph.degree(i) && graph.cosine(i, r) >= threshold; r++) {
        if (graph.neighbour(i, r) > i) {
          dropped[graph.neighbour(i, r)] = true;
        }
      }
    }
    int[] kept = new int[count];
    for (int i = 0, next = 0; i < n; i++) {
      if (!dropped[i]) {
        kept[next++] = i;
      }
    }
    return kept;
  }

  private static boolean hasEarlier(
      NeighbourGraph graph, int document, float threshold, boolean[] dropped) {
    for (int r = 0; r < graph.degree(document) && graph.cosine(document, r) >= threshold; r++) {
      int other = graph.neighbour(document, r);
      if (other < document && !dropped[other]) {
        return true;
      }
    }
    return false;
  }

  /** Returns the graph of some of the documents, ascending, renumbered 0, 1, … */
  public static NeighbourGraph restrict(NeighbourGraph graph, int[] kept) {
    int[] numbers = new int[graph.size()];
    Arrays.fill(numbers, -1);
    for (int i = 0; i < kept.length; i++) {
      numbers[kept[i]] = i;
    }
    NeighbourLists lists = new NeighbourLists(kept.length, graph.k());
    for (int i = 0; i < kept.length; i++) {
      for (int r = 0; r < graph.degree(kept[i]); r++) {
        int other = numbers[graph.neighbour(kept[i], r)];
        if (other >= 0) {
          lists.offer(i, other, graph.cosine(kept[i], r));
        }
      }
    }
    return lists.toGraph(graph.recall());
  }

  /** Returns how many documents have a neighbour at {@code threshold} or above. */
  public static int withNeighbourAbove(NeighbourGraph graph, float threshold) {
    int count = 0;
    for (int i = 0; i < graph.size(); i++) {
      if (graph.degree(i) > 0 && graph.cosine(i, 0) >= threshold) {
        count++;
      }
    }
    return count;
  }
}
