package dev.icp.internal.vectors;

import org.jspecify.annotations.Nullable;

/** Brings vectors from outside to length 1, or refuses them. */
final class Normalizer {
  private Normalizer() {}

  /**
   * Returns a normalised copy.
   *
   * @throws IllegalArgumentException naming the document if the vector is null, not of that
   *     dimension, zero, or has a NaN or an infinity
   */
  static float[] normalized(float @Nullable [] vector, int dimension, int document) {
    if (vector == null || vector.length != dimension) {
      throw new IllegalArgumentException(
          "vector of document "
              + document
              + ": "
              + (vector == null ? "none" : vector.length + " values")
              + ", expected "
              + dimension);
    }
    double sum = 0;
    for (float x : vector) {
      sum += x * (double) x;
    }
    if (sum == 0) {
      throw new IllegalArgumentException("vector of document " + document + " is zero");
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException(
          "vector of document " + document + " has a value that is not a finite number");
    }
    double scale = 1 / Math.sqrt(sum);
    float[] unit = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      unit[i] = (float) (vector[i] * scale);
    }
    return unit;
  }
}
