package dev.icp.internal.order;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import java.io.Serializable;
import java.util.Arrays;

/** The order of the corpus. */
public final class InputOrder implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    int[] documents = new int[problem.size()];
    Arrays.setAll(documents, i -> i);
    return DocumentOrder.of(documents);
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return "input";
  }
}
