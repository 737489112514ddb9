package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Vectors;

/**
 * Checks vectors that others implement: a NaN, a zero vector or one that is not normalised would
 * make wrong neighbours without a word.
 */
public final class SuppliedVectors {
  private static final int BLOCK_VALUES = 1 << 18;

  /** Vectors that were stored in 16 or fewer bits are this much off. */
  private static final double TOLERANCE = 0.02;

  private SuppliedVectors() {}

  /**
   * Reads all vectors once, unless they were checked when they were made.
   *
   * @throws IllegalArgumentException naming the document if a vector has a value that is not a
   *     finite number, is not of length 1 (a sparse one may be empty), or has terms that do not
   *     ascend within [0, terms)
   */
  public static void check(Vectors vectors) {
    if (vectors.checked()) {
      return;
    }
    if (vectors instanceof DenseVectors dense) {
      check(dense);
    } else if (vectors instanceof SparseVectors sparse) {
      check(sparse);
    } else if (vectors instanceof PairedVectors paired) {
      check((Vectors) paired.words());
      check((Vectors) paired.meaning());
    }
  }

  private static void check(DenseVectors vectors) {
    int d = vectors.dimension();
    if (d < 1) {
      throw new IllegalArgumentException("vectors: dimension " + d + ", expected 1 or more");
    }
    int block = Math.max(1, BLOCK_VALUES / d);
    float[] rows = new float[Math.min(block, vectors.size()) * d];
    for (int first = 0; first < vectors.size(); first += block) {
      int count = Math.min(block, vectors.size() - first);
      vectors.read(first, count, rows, 0);
      for (int r = 0; r < count; r++) {
        checkLength(rows, r * d, (r + 1) * d, first + r);
      }
    }
  }

  private static void check(SparseVectors vectors) {
    int block = 1024;
    SparseRows rows = new SparseRows();
    for (int first = 0; first < vectors.size(); first += block) {
      vectors.read(first, Math.min(block, vectors.size() - first), rows);
      for (int r = 0; r < rows.rows(); r++) {
        checkTerms(rows, r, vectors.terms(), first + r);
        if (rows.start(r) < rows.start(r + 1)) {
          checkLength(rows.weights(), rows.start(r), rows.start(r + 1), first + r);
        }
      }
    }
  }

  private static void checkTerms(SparseRows rows, int row, int terms, int document) {
    int previous = -1;
    for (int i = rows.start(row); i < rows.start(row + 1); i++) {
      int term = rows.terms()[i];
      if (term <= previous || term >= terms) {
        throw new IllegalArgumentException(
            "vector of document "
                + document
                + ": term "
                + term
                + (term >= terms ? " of " + terms : " after " + previous));
      }
      previous = term;
    }
  }

  private static void checkLength(float[] values, int from, int to, int document) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += values[i] * (double) values[i];
    }
    if (!Double.isFinite(squares)) {
      throw new IllegalArgumentException(
          "vector of document " + document + " has a value that is not a finite number");
    }
    double length = Math.sqrt(squares);
    if (Math.abs(length - 1) > TOLERANCE) {
      throw new IllegalArgumentException(
          "vector of document " + document + " has length " + length + ", expected 1");
    }
  }
}
