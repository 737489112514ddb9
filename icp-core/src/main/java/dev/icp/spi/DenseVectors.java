package dev.icp.spi;

import dev.icp.internal.vectors.DenseArrayVectors;
import dev.icp.internal.vectors.SubsetDenseVectors;

/** Vectors of {@code dimension} floats each. */
public interface DenseVectors extends Vectors {
  /** Returns the number of floats in a vector, 1 or more. */
  int dimension();

  /**
   * Copies rows {@code first} to {@code first + count - 1}, row-major, to {@code target} from
   * {@code offset} on.
   *
   * @throws IndexOutOfBoundsException if rows or target do not reach that far
   */
  void read(int first, int count, float[] target, int offset);

  @Override
  default float cosine(int a, int b) {
    int d = dimension();
    float[] rows = new float[2 * d];
    read(a, 1, rows, 0);
    read(b, 1, rows, d);
    double sum = 0;
    for (int i = 0; i < d; i++) {
      sum += rows[i] * (double) rows[d + i];
    }
    return (float) Math.max(-1, Math.min(1, sum));
  }

  @Override
  default DenseVectors subset(int[] ordinals) {
    return new SubsetDenseVectors(this, ordinals);
  }

  /**
   * Returns vectors held in memory: the rows, copied and normalised.
   *
   * @param rows row i belongs to document i; all of one length
   * @throws IllegalArgumentException naming the row if one is zero, has a NaN or an infinity, or is
   *     of another length than the first
   */
  static DenseVectors of(float[][] rows) {
    return DenseArrayVectors.copyOf(rows);
  }
}
