package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import java.io.Serializable;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A random order, as contexts are usually made. */
public final class RandomOrder implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private final @Nullable Long seed;

  /** The seed, or none for the problem's. */
  public RandomOrder(OptionalLong seed) {
    this.seed = seed.isPresent() ? seed.getAsLong() : null;
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    return DocumentOrder.of(
        Shuffle.permutation(
            problem.size(), seed != null ? seed : problem.context().seed(), "order"));
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return seed != null ? "random(" + seed + ")" : "random";
  }
}
