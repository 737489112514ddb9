package dev.icp.models;

import java.util.List;

/**
 * From the vectors of tokens to that of a text: pooled, and led through the layers that the model's
 * folder names behind that.
 *
 * @param isAskedFor whether the caller chose it, so that it is not to be passed over
 */
record TokenPooling(Pooling pooling, List<DenseLayer> layers, boolean isAskedFor) {
  /**
   * Returns the vector of each text of a batch.
   *
   * @param hidden the vectors of its tokens, padding included, row-major
   */
  float[][] pool(float[] hidden, TokenBatch batch, int dimension) {
    int width = batch.width();
    float[][] vectors = new float[batch.size()][];
    for (int t = 0; t < vectors.length; t++) {
      float[] vector =
          pooling.pool(hidden, t * width * dimension, batch.texts().get(t).length, dimension);
      for (DenseLayer layer : layers) {
        vector = layer.apply(vector);
      }
      vectors[t] = vector;
    }
    return vectors;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("pooling ").append(pooling);
    for (DenseLayer layer : layers) {
      text.append(", ").append(layer);
    }
    return text.toString();
  }
}
