package dev.icp.internal.order;

import dev.icp.spi.OrderingProblem;
import java.util.Arrays;

/**
 * Writes the leaves of trees one after the other, as contexts will be cut. Where a context ends
 * within a branch, the branch is turned so that as little as can be of what belongs together is on
 * either side: of two branches either may come first, at every joint on the way down to the cut.
 * What a cut costs is the sum of the similarities of the pairs that it parts, by the mean
 * similarity of the joint that they meet at.
 */
final class Leaves {
  /** Larger branches are cut several times anyway. */
  private static final int CONTEXTS = 2;

  private static final int MOST_DOCUMENTS = 256;

  /** So many joints on the way to a cut are tried both ways; below, what fits comes first. */
  private static final int TRIED = 6;

  private final Dendrogram tree;
  private final OrderingProblem problem;
  private final long[] tokens;
  private final int[] sizes;
  private final int[] order;
  private long end;
  private int at;

  Leaves(Dendrogram tree, OrderingProblem problem) {
    this.tree = tree;
    this.problem = problem;
    int n = problem.size();
    int joints = tree.joints();
    tokens = new long[n + joints];
    sizes = new int[n + joints];
    order = new int[n];
    for (int i = 0; i < n; i++) {
      tokens[i] = (long) problem.tokens(i) + problem.separatorTokens();
      sizes[i] = 1;
    }
    for (int j = 0; j < joints; j++) {
      tokens[n + j] = tokens[tree.left(j)] + tokens[tree.right(j)];
      sizes[n + j] = sizes[tree.left(j)] + sizes[tree.right(j)];
    }
    end = problem.filled();
  }

  /** Returns how many are written. */
  int count() {
    return at;
  }

  /** Returns what is written. */
  int[] order() {
    return order;
  }

  /** Writes those of a document's cluster, if it is the one that the cluster is named by. */
  boolean write(int document) {
    if (!tree.isCluster(document)) {
      return false;
    }
    writeFrom(tree.root(document));
    return true;
  }

  private void writeFrom(int root) {
    int[] stack = new int[64];
    // Beside each node: what one more of its documents before the cut costs outside of it.
    double[] outside = new double[stack.length];
    int depth = 0;
    stack[depth++] = root;
    while (depth > 0) {
      int node = stack[--depth];
      if (node < order.length) {
        order[at++] = node;
        end += tokens[node];
        continue;
      }
      if (depth + 2 > stack.length) {
        stack = Arrays.copyOf(stack, depth * 2);
        outside = Arrays.copyOf(outside, depth * 2);
      }
      int joint = node - order.length;
      long room = problem.contextLength() - end % problem.contextLength();
      boolean cut = mayTurn(node, room);
      double weight = outside[depth];
      boolean turn =
          cut && cost(joint, true, room, TRIED, weight) < cost(joint, false, room, TRIED, weight);
      int first = turn ? tree.right(joint) : tree.left(joint);
      int second = turn ? tree.left(joint) : tree.right(joint);
      boolean inFirst = tokens[first] > room;
      stack[depth] = second;
      outside[depth++] = cut && !inFirst ? weight - sizes[first] * tree.similarity(joint) : 0;
      stack[depth] = first;
      outside[depth++] = cut && inFirst ? weight + sizes[second] * tree.similarity(joint) : 0;
    }
  }

  private boolean mayTurn(int node, long room) {
    return CohesiveOrder.isCutAsPlanned(problem)
        && tokens[node] > room
        && tokens[node] <= (long) CONTEXTS * problem.contextLength()
        && sizes[node] <= MOST_DOCUMENTS;
  }

  /**
   * Returns the cost of the cut after {@code room} tokens of a joint, its branches turned or not.
   *
   * @param weight what one more of its documents before the cut costs outside of it
   */
  private double cost(int joint, boolean turn, long room, int tries, double weight) {
    int first = turn ? tree.right(joint) : tree.left(joint);
    int second = turn ? tree.left(joint) : tree.right(joint);
    double similarity = tree.similarity(joint);
    if (tokens[first] > room) {
      return cost(first, room, tries, weight + sizes[second] * similarity);
    }
    double all = (double) sizes[first] * sizes[second] * similarity + weight * sizes[first];
    return all + cost(second, room - tokens[first], tries, weight - sizes[first] * similarity);
  }

  private double cost(int node, long room, int tries, double weight) {
    if (node < order.length) {
      // A document that is cut begins before the cut.
      return room > 0 ? weight : 0;
    }
    int joint = node - order.length;
    if (tries == 0) {
      return cost(joint, tokens[tree.left(joint)] > room, room, 0, weight);
    }
    return Math.min(
        cost(joint, false, room, tries - 1, weight), cost(joint, true, room, tries - 1, weight));
  }
}
