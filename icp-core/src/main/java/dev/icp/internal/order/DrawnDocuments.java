package dev.icp.internal.order;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Vectors;

/**
 * The documents that a context may be filled from, and which of them is nearest to another one.
 * Memory is that of their vectors. Not thread-safe.
 */
abstract class DrawnDocuments {
  /** None at the moment. */
  static DrawnDocuments of(Vectors vectors, int capacity) {
    if (vectors instanceof SparseVectors sparse) {
      return new DrawnSparse(sparse, capacity);
    }
    if (vectors instanceof DenseVectors dense) {
      return new DrawnDense(dense, capacity);
    }
    return new DrawnOfAnyKind(vectors, capacity);
  }

  /** Adds a document that is not here. */
  abstract void add(int document);

  /** Takes a document out that is here. */
  abstract void remove(int document);

  /** What is to be done with each of them. */
  interface Action {
    /** Gets a document that is here and its cosine with the one that was asked for. */
    void accept(int document, float cosine);
  }

  /**
   * Goes through those whose cosine with a document that is not here may be other than 0, in any
   * order.
   */
  abstract void forEach(int document, Action action);

  /**
   * Returns which of them has the highest cosine, above 0, with a document that is not here; of
   * equals the lower number; −1 if there is none.
   */
  final int nearest(int document) {
    Nearest nearest = new Nearest();
    forEach(document, nearest);
    return nearest.document;
  }

  private static final class Nearest implements Action {
    private int document = -1;
    private float highest;

    @Override
    public void accept(int other, float cosine) {
      if (cosine > highest || (cosine == highest && document >= 0 && other < document)) {
        document = other;
        highest = cosine;
      }
    }
  }
}
