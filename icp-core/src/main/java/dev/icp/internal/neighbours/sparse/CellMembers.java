package dev.icp.internal.neighbours.sparse;

import java.util.Arrays;
import java.util.function.Consumer;

/** The documents of each cell. */
final class CellMembers {
  private final int[] starts;
  private final int[] documents;

  /** Gets a document of a cell. */
  @FunctionalInterface
  interface Receiver {
    void accept(int cell, int document);
  }

  /**
   * @param pairs hands all its pairs to whom it is given, the same ones each time
   */
  CellMembers(int cells, Consumer<Receiver> pairs) {
    starts = new int[cells + 1];
    pairs.accept((cell, document) -> starts[cell + 1]++);
    for (int c = 0; c < cells; c++) {
      starts[c + 1] = Math.addExact(starts[c + 1], starts[c]);
    }
    documents = new int[starts[cells]];
    int[] next = starts.clone();
    pairs.accept((cell, document) -> documents[next[cell]++] = document);
  }

  int cells() {
    return starts.length - 1;
  }

  int count(int cell) {
    return starts[cell + 1] - starts[cell];
  }

  /** Returns a copy of a cell's documents, in the order in which they came. */
  int[] of(int cell) {
    return Arrays.copyOfRange(documents, starts[cell], starts[cell + 1]);
  }
}
