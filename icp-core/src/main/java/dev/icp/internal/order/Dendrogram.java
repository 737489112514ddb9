package dev.icp.internal.order;

import dev.icp.spi.NeighbourGraph;
import java.util.Arrays;

/**
 * A binary tree over documents in the making, and the sequence of its leaves. Wherever two trees
 * are joined, either may be turned around, so that the two documents that come to stand side by
 * side are as similar as they can be.
 */
final class Dendrogram {
  private static final int LEFT_TURNED = 1;
  private static final int RIGHT_TURNED = 2;

  private final NeighbourGraph graph;
  private final int documents;
  private final int[] left;
  private final int[] right;
  private final byte[] turned;
  // By cluster, which is named by one of its documents: the root of its tree, and its two ends.
  private final int[] roots;
  private final int[] first;
  private final int[] last;
  private int joints;

  Dendrogram(NeighbourGraph graph) {
    this.graph = graph;
    documents = graph.size();
    left = new int[documents];
    right = new int[documents];
    turned = new byte[documents];
    roots = new int[documents];
    Arrays.setAll(roots, i -> i);
    first = roots.clone();
    last = roots.clone();
  }

  /** Joins the trees of two clusters; the tree is {@code cluster}'s from now on. */
  void join(int cluster, int other) {
    float[] similarities = {
      similarity(last[cluster], first[other]),
      similarity(first[cluster], first[other]),
      similarity(last[cluster], last[other]),
      similarity(first[cluster], last[other])
    };
    int best = 0;
    for (int turn = 1; turn < similarities.length; turn++) {
      best = similarities[turn] > similarities[best] ? turn : best;
    }
    int outerFirst = (best & LEFT_TURNED) != 0 ? last[cluster] : first[cluster];
    int outerLast = (best & RIGHT_TURNED) != 0 ? first[other] : last[other];
    left[joints] = roots[cluster];
    right[joints] = roots[other];
    turned[joints] = (byte) best;
    roots[cluster] = documents + joints;
    first[cluster] = outerFirst;
    last[cluster] = outerLast;
    joints++;
  }

  private float similarity(int a, int b) {
    return Math.max(inList(a, b), inList(b, a));
  }

  private float inList(int document, int other) {
    for (int r = 0; r < graph.degree(document); r++) {
      if (graph.neighbour(document, r) == other) {
        return graph.cosine(document, r);
      }
    }
    return 0;
  }

  /** Writes the leaves of a cluster's tree to {@code target}; returns where they end. */
  int leaves(int cluster, int[] target, int at) {
    // Negative: the tree is walked from right to left.
    int[] stack = new int[64];
    int depth = 0;
    stack[depth++] = roots[cluster];
    while (depth > 0) {
      int entry = stack[--depth];
      boolean backwards = entry < 0;
      int node = backwards ? ~entry : entry;
      if (node < documents) {
        target[at++] = node;
        continue;
      }
      if (depth + 2 > stack.length) {
        stack = Arrays.copyOf(stack, depth * 2);
      }
      int joint = node - documents;
      int l = backwards != ((turned[joint] & LEFT_TURNED) != 0) ? ~left[joint] : left[joint];
      int r = backwards != ((turned[joint] & RIGHT_TURNED) != 0) ? ~right[joint] : right[joint];
      stack[depth++] = backwards ? l : r;
      stack[depth++] = backwards ? r : l;
    }
    return at;
  }
}
