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

  /**
   * Returns which of them has the highest cosine, above 0, with a document that is not here; of
   * equals the lower number; −1 if there is none.
   */
  abstract int nearest(int document);
}
