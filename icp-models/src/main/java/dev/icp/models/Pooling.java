package dev.icp.models;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
  /** The mean over all tokens, special ones included and padding not. */
  MEAN,
  /** The first token's. */
  CLS,
  /** The last token's that is no padding. */
  LAST_TOKEN;

  /**
   * Pools the rows of one text.
   *
   * @param hidden vectors of tokens, {@code dimension} floats each
   * @param from where the text's first token begins
   * @param tokens of the text, 1 or more
   */
  float[] pool(float[] hidden, int from, int tokens, int dimension) {
    float[] pooled = new float[dimension];
    switch (this) {
      case CLS -> System.arraycopy(hidden, from, pooled, 0, dimension);
      case LAST_TOKEN ->
          System.arraycopy(hidden, from + (tokens - 1) * dimension, pooled, 0, dimension);
      case MEAN -> {
        for (int t = 0; t < tokens; t++) {
          int row = from + t * dimension;
          for (int i = 0; i < dimension; i++) {
            pooled[i] += hidden[row + i];
          }
        }
        for (int i = 0; i < dimension; i++) {
          pooled[i] /= tokens;
        }
      }
    }
    return pooled;
  }
}
