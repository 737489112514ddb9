package dev.icp.spi;

/** Puts documents in the order in which they are packed. Can be used again and again. */
@FunctionalInterface
public interface ContextOrderer {
  /** Returns the order; the same for the same problem, whatever the number of threads. */
  DocumentOrder order(OrderingProblem problem);
}
