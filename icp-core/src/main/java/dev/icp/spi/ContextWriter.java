package dev.icp.spi;

import dev.icp.PackedContext;
import dev.icp.PackingReport;
import dev.icp.Tail;
import java.io.IOException;

/**
 * Writes contexts somewhere, in the order in which they are given. What was written gets its final
 * name only with {@link #commit}; closing without it throws it away. Not thread-safe.
 */
public interface ContextWriter extends AutoCloseable {
  /**
   * What is known of contexts before they are packed.
   *
   * @param contextLength tokens in a context
   * @param tail what becomes of the last one
   * @param largestToken no token is above it
   */
  record Planned(int contextLength, Tail tail, int largestToken) {}

  /**
   * Refuses what this could not write, before anything is read: {@link
   * dev.icp.ContextBuilder#writers}.
   *
   * @implSpec refuses nothing
   * @throws IllegalArgumentException naming setting and value
   */
  default void require(Planned planned) {}

  /**
   * Returns whether contexts must have the {@linkplain PackedContext#texts texts} of their
   * segments. Who asks for it has to be among {@link dev.icp.ContextBuilder#writers}.
   *
   * @implSpec they need not
   */
  default boolean wantsTexts() {
    return false;
  }

  /**
   * Says what will be written, for those that choose their numbers' size by it or cannot hold it;
   * called at most once, before the first context.
   *
   * @implSpec does nothing
   * @throws IllegalArgumentException if this cannot be written as asked for
   */
  default void begin(PackingReport report) throws IOException {}

  /** Writes one context. */
  void write(PackedContext context) throws IOException;

  /** Finishes the output and makes it visible under its final name. */
  void commit() throws IOException;

  @Override
  void close() throws IOException;
}
