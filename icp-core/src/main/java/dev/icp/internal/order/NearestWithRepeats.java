package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;

/**
 * The paper's kNN baseline, which repeats documents: see {@link
 * dev.icp.ContextOrderers#nearestWithRepeats}.
 */
public final class NearestWithRepeats implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    int n = problem.size();
    NeighbourGraph graph = problem.graph();
    long budget = 0;
    for (int i = 0; i < n; i++) {
      budget += size(problem, i);
    }
    int[] heads = Shuffle.permutation(n, problem.context().seed(), "nearest-with-repeats");
    IntArrayList order = new IntArrayList(n);
    IntArrayList breaks = new IntArrayList();
    long placed = 0;
    for (int h = 0; h < n && placed < budget; h++) {
      int head = heads[h];
      if (!order.isEmpty()) {
        breaks.add(order.size());
      }
      order.add(head);
      placed += size(problem, head);
      for (int r = 0; r < graph.degree(head) && placed < budget; r++) {
        order.add(graph.neighbour(head, r));
        placed += size(problem, graph.neighbour(head, r));
      }
    }
    return DocumentOrder.repeating(order.toIntArray(), breaks.toIntArray());
  }

  /** Also a document of no tokens counts, so that a corpus of nothing else comes to an end. */
  private static long size(OrderingProblem problem, int document) {
    return Math.max(1, (long) problem.tokens(document) + problem.separatorTokens());
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public boolean mayRepeat() {
    return true;
  }

  @Override
  public String toString() {
    return "nearest-with-repeats";
  }
}
