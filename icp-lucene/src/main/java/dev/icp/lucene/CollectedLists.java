package dev.icp.lucene;

import java.util.Arrays;

/**
 * The k best nodes of each that were offered so far: higher score first, equal scores by the lower
 * node, so that it does not matter in which order they came. Thread-safe.
 */
final class CollectedLists {
  private static final int LOCKS = 1 << 12;
  private static final int NONE = -1;

  private final int k;
  private final int[][] nodes;
  private final float[][] scores;
  private final int[] degrees;
  private final Object[] locks = new Object[LOCKS];

  CollectedLists(int size, int k) {
    this.k = k;
    nodes = new int[size][k];
    scores = new float[size][k];
    degrees = new int[size];
    Arrays.setAll(locks, i -> new Object());
  }

  int k() {
    return k;
  }

  /** Returns how many nodes are in a list; none are offered at the same time. */
  int degree(int node) {
    return degrees[node];
  }

  int neighbour(int node, int rank) {
    return nodes[node][rank];
  }

  float score(int node, int rank) {
    return scores[node][rank];
  }

  /** Offers both of a pair to each other. */
  void offerBoth(int one, int other, float score) {
    if (one != other) {
      offer(one, other, score);
      offer(other, one, score);
    }
  }

  /** Offers a neighbour, which may be in the list already. */
  void offer(int node, int neighbour, float score) {
    // Without the lock: what is seen may be old, and then it is lower than it should be.
    if (score < scores[node][k - 1]) {
      return;
    }
    synchronized (locks[node & (LOCKS - 1)]) {
      int place = place(node, neighbour, score);
      if (place != NONE) {
        int moved = Math.min(degrees[node], k - 1) - place;
        System.arraycopy(nodes[node], place, nodes[node], place + 1, moved);
        System.arraycopy(scores[node], place, scores[node], place + 1, moved);
        nodes[node][place] = neighbour;
        scores[node][place] = score;
        degrees[node] = Math.min(k, degrees[node] + 1);
      }
    }
  }

  /** Returns where a neighbour belongs; none if that is nowhere, or it is there. */
  private int place(int node, int neighbour, float score) {
    int place = 0;
    for (int r = 0; r < degrees[node]; r++) {
      int other = nodes[node][r];
      if (other == neighbour) {
        return NONE;
      }
      float otherScore = scores[node][r];
      if (otherScore > score || (otherScore == score && other < neighbour)) {
        place = r + 1;
      }
    }
    return place < k ? place : NONE;
  }
}
