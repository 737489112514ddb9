package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Set;

/** Another order within groups of drawn documents: see {@link dev.icp.ContextOrderers#among}. */
@SuppressWarnings("serial") // Serialisable if its orders are.
public final class OrderAmong implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private final int documents;
  private final ContextOrderer orderer;

  /**
   * Groups of so many documents.
   *
   * @throws IllegalArgumentException if there are not at least 2
   */
  public OrderAmong(int documents, ContextOrderer orderer) {
    if (documents < 2) {
      throw new IllegalArgumentException("among: " + documents + ", expected 2 or more");
    }
    this.documents = documents;
    this.orderer = Parts.requireWhole(orderer);
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    int n = problem.size();
    int[] draws = Shuffle.permutation(n, problem.context().seed(), "among");
    Parts parts = new Parts(problem);
    // Groups of one size, as near as can be, rather than a small one at the end.
    int groups = Math.max(1, (int) Math.round(n / (double) documents));
    for (int g = 0; g < groups; g++) {
      int from = (int) ((long) n * g / groups);
      int to = (int) ((long) n * (g + 1) / groups);
      parts.add(Arrays.copyOfRange(draws, from, to), orderer);
    }
    return parts.order();
  }

  @Override
  public boolean needsVectors() {
    return true;
  }

  @Override
  public boolean needsWords() {
    return orderer.needsWords();
  }

  @Override
  public Set<String> needsMetadata() {
    return orderer.needsMetadata();
  }

  @Override
  public boolean needsImports() {
    return orderer.needsImports();
  }

  @Override
  public String fingerprint() {
    return orderer.fingerprint().isBlank() ? "" : orderer.fingerprint() + " among " + documents;
  }

  @Override
  public String toString() {
    return orderer + " among " + documents;
  }
}
