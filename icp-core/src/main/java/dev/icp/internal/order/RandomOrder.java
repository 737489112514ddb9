package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import java.util.OptionalLong;

/** A random order, as contexts are usually made. */
public final class RandomOrder implements ContextOrderer {
  private final OptionalLong seed;

  /** The seed, or none for the problem's. */
  public RandomOrder(OptionalLong seed) {
    this.seed = seed;
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    return DocumentOrder.of(
        Shuffle.permutation(problem.size(), seed.orElse(problem.context().seed()), "order"));
  }

  @Override
  public String toString() {
    return seed.isPresent() ? "random(" + seed.getAsLong() + ")" : "random";
  }
}
