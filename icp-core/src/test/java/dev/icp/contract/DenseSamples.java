package dev.icp.contract;

import dev.icp.spi.DenseVectors;
import java.util.SplittableRandom;

/** Made dense vectors. */
public final class DenseSamples {
  private DenseSamples() {}

  /**
   * Returns vectors scattered around random centres.
   *
   * @param dimension floats in a vector, 1 or more
   * @param clusters number of centres, 1 or more; each vector belongs to a random one
   * @param spread length of the noise against that of the centre: 0 puts all of a cluster on one
   *     spot, from about 2 on there are no clusters to be seen
   */
  public static DenseVectors clustered(
      int size, int dimension, int clusters, double spread, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] centres = new float[clusters][];
    for (int c = 0; c < clusters; c++) {
      centres[c] = gaussian(random, dimension);
    }
    float[][] rows = new float[size][];
    for (int i = 0; i < size; i++) {
      float[] centre = centres[random.nextInt(clusters)];
      float[] row = gaussian(random, dimension);
      for (int d = 0; d < dimension; d++) {
        row[d] = (float) (centre[d] + spread * row[d]);
      }
      rows[i] = row;
    }
    return DenseVectors.of(rows);
  }

  private static float[] gaussian(SplittableRandom random, int dimension) {
    float[] vector = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    return vector;
  }
}
