package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;

/**
 * Vectors less their mean, and of length 1 again. Models differ in what all their vectors have in
 * common: between two documents that have nothing to do with each other some give a cosine of 0.1
 * and some one of 0.8, with all that matters in the small rest. Without the common part cosines of
 * different models are of one scale, and can be added to others by one weight (Mu and Viswanath,
 * All-but-the-top, 2018, whose first step this is). Takes 4 bytes a vector.
 */
final class CentredVectors implements DenseVectors {
  private static final int BLOCK = 1024;

  /** What is left of a vector that is the mean is rounding. */
  private static final double NOTHING = 1e-6;

  private final DenseVectors vectors;
  private final float[] mean;

  /** By vector, what makes its length 1; 0 for one that is the mean, and stays as it is. */
  private final float[] scales;

  private CentredVectors(DenseVectors vectors, float[] mean, float[] scales) {
    this.vectors = vectors;
    this.mean = mean;
    this.scales = scales;
  }

  /** Reads all vectors twice. */
  static CentredVectors of(DenseVectors vectors) {
    int n = vectors.size();
    int d = vectors.dimension();
    double[] sums = new double[d];
    forEachBlock(
        vectors,
        (first, count, rows) -> {
          for (int i = 0; i < count * d; i++) {
            sums[i % d] += rows[i];
          }
        });
    float[] mean = new float[d];
    for (int i = 0; i < d; i++) {
      mean[i] = (float) (sums[i] / Math.max(1, n));
    }
    float[] scales = new float[n];
    forEachBlock(
        vectors,
        (first, count, rows) -> {
          for (int r = 0; r < count; r++) {
            double squares = 0;
            for (int i = 0; i < d; i++) {
              double rest = (double) rows[r * d + i] - mean[i];
              squares += rest * rest;
            }
            double length = Math.sqrt(squares);
            scales[first + r] = length < NOTHING ? 0 : (float) (1 / length);
          }
        });
    return new CentredVectors(vectors, mean, scales);
  }

  private interface BlockVisitor {
    void visit(int first, int count, float[] rows);
  }

  private static void forEachBlock(DenseVectors vectors, BlockVisitor visitor) {
    float[] rows = new float[Math.min(BLOCK, vectors.size()) * vectors.dimension()];
    for (int first = 0; first < vectors.size(); first += BLOCK) {
      int count = Math.min(BLOCK, vectors.size() - first);
      vectors.read(first, count, rows, 0);
      visitor.visit(first, count, rows);
    }
  }

  @Override
  public int size() {
    return vectors.size();
  }

  @Override
  public int dimension() {
    return mean.length;
  }

  @Override
  public void read(int first, int count, float[] target, int offset) {
    vectors.read(first, count, target, offset);
    for (int r = 0; r < count; r++) {
      float scale = scales[first + r];
      int from = offset + r * mean.length;
      for (int i = 0; scale != 0 && i < mean.length; i++) {
        target[from + i] = (target[from + i] - mean[i]) * scale;
      }
    }
  }

  @Override
  public boolean checked() {
    return true;
  }

  @Override
  public void close() {
    vectors.close();
  }
}
