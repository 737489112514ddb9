package dev.icp.lucene;

import dev.icp.internal.base.Division;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Goes over the nodes of a graph, some to a task. */
final class Nodes {
  private static final int BLOCK = 256;

  private Nodes() {}

  @FunctionalInterface
  interface Source<T> {
    T get() throws IOException;
  }

  @FunctionalInterface
  interface Step<T> {
    void take(T tool, int node) throws IOException;
  }

  /**
   * Takes a step for each node.
   *
   * @param tools what the steps of a task are taken with, in turn
   */
  static <T> void forEach(int size, StageContext context, Source<T> tools, Step<T> step) {
    context.forEach(
        Division.roundedUp(size, BLOCK),
        block -> {
          try {
            T tool = tools.get();
            for (int node = block * BLOCK; node < Math.min(size, (block + 1) * BLOCK); node++) {
              step.take(tool, node);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
