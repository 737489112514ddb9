package dev.icp.spi;

import dev.icp.internal.vectors.SubsetSparseVectors;

/**
 * Vectors of few non-zero weights each: sorted term ids and their weights. A vector may be empty:
 * such a document is related to none.
 */
public interface SparseVectors extends Vectors {
  /** Returns the number of terms: every term id is in [0, {@code terms()}). */
  int terms();

  /**
   * Reads rows {@code first} to {@code first + count - 1} into {@code target}, replacing what it
   * held.
   *
   * @throws IndexOutOfBoundsException if the rows do not reach that far
   */
  void read(int first, int count, SparseRows target);

  @Override
  default float cosine(int a, int b) {
    SparseRows x = new SparseRows();
    SparseRows y = new SparseRows();
    read(a, 1, x);
    read(b, 1, y);
    return x.dot(0, y, 0);
  }

  @Override
  default SparseVectors subset(int[] ordinals) {
    return new SubsetSparseVectors(this, ordinals);
  }
}
