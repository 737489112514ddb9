package dev.icp.lucene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Links between one node and others, on one level. Not thread-safe while it grows. */
final class NodeLinks {
  private final int level;
  private final int node;
  private int[] others;
  private float[] scores;
  private int size;

  NodeLinks(int level, int node, int expected) {
    this.level = level;
    this.node = node;
    others = new int[expected];
    scores = new float[expected];
  }

  /** Adds one. */
  void add(int other, float score) {
    if (size == others.length) {
      others = Arrays.copyOf(others, 2 * size + 2);
      scores = Arrays.copyOf(scores, 2 * size + 2);
    }
    others[size] = other;
    scores[size++] = score;
  }

  int level() {
    return level;
  }

  int node() {
    return node;
  }

  int size() {
    return size;
  }

  int other(int place) {
    return others[place];
  }

  float score(int place) {
    return scores[place];
  }

  /** Returns the same links as those of the other nodes, each one's in the order given. */
  static List<NodeLinks> reversed(Collection<NodeLinks> links) {
    Map<Long, NodeLinks> byOther = new HashMap<>();
    for (NodeLinks from : links) {
      for (int i = 0; i < from.size; i++) {
        int other = from.others[i];
        byOther
            .computeIfAbsent(
                (long) from.level << Integer.SIZE | other,
                key -> new NodeLinks(from.level, other, 2))
            .add(from.node, from.scores[i]);
      }
    }
    return new ArrayList<>(byOther.values());
  }
}
