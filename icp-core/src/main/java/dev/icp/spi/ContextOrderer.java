package dev.icp.spi;

/** Puts documents in the order in which they are packed. Can be used again and again. */
@FunctionalInterface
public interface ContextOrderer {
  /** Returns the order; the same for the same problem, whatever the number of threads. */
  DocumentOrder order(OrderingProblem problem);

  /**
   * Returns a text that differs when the same problem could get another order; empty, which is the
   * default, if that cannot be told: an order is not kept for a later run then.
   */
  default String fingerprint() {
    return "";
  }

  /**
   * Returns whether the order depends on {@link OrderingProblem#vectors}, so that a graph alone is
   * not enough. The default is false.
   */
  default boolean needsVectors() {
    return false;
  }
}
