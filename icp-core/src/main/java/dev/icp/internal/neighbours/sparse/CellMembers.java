package dev.icp.internal.neighbours.sparse;

import java.util.function.Consumer;

/**
 * The documents of each cell. Each cell has its own array: all visits of a hundred million
 * documents are more than one array holds.
 */
final class CellMembers {
  private final int[][] documents;

  /** Gets a document of a cell. */
  @FunctionalInterface
  interface Receiver {
    void accept(int cell, int document);
  }

  /**
   * @param pairs hands all its pairs to whom it is given, the same ones each time
   */
  CellMembers(int cells, Consumer<Receiver> pairs) {
    int[] counts = new int[cells];
    pairs.accept((cell, document) -> counts[cell]++);
    documents = new int[cells][];
    for (int c = 0; c < cells; c++) {
      documents[c] = new int[counts[c]];
      counts[c] = 0;
    }
    pairs.accept((cell, document) -> documents[cell][counts[cell]++] = document);
  }

  int cells() {
    return documents.length;
  }

  int count(int cell) {
    return documents[cell].length;
  }

  /** Returns a copy of a cell's documents, in the order in which they came. */
  int[] of(int cell) {
    return documents[cell].clone();
  }
}
