package dev.icp.bench;

import java.io.IOException;

/** A graph over all vectors, of one of the {@link Competitor}s. Thread-safe. */
interface SearchableGraph extends AutoCloseable {
  /**
   * Finds the nearest of a vector that is in the graph.
   *
   * @param width how many are kept in sight, above {@code k}
   * @return up to {@code k} others, nearest first, without {@code document} itself
   */
  int[] near(int document, int width, int k) throws IOException;

  /** How many to keep in sight is told to all searches at once, where it is a setting. */
  default void setWidth(int width) {}

  @Override
  default void close() throws IOException {}
}
