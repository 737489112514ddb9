package dev.icp.internal.kernel;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.StageContext;

/** Trains the centroids of cells by k-means on a sample, and gathers many of them into areas. */
public final class CellTraining {
  /** The most cells: their numbers fit a char. */
  public static final int MAX_CELLS = Character.MAX_VALUE;

  /** How many vectors are looked at for each cell, set by trial; faiss asks for 39 or more. */
  private static final int SAMPLES_PER_CELL = 32;

  private CellTraining() {}

  /** Returns how many of so many vectors the training of so many cells looks at. */
  public static int samples(int vectors, int cells) {
    return (int) Math.min(vectors, (long) cells * SAMPLES_PER_CELL);
  }

  /**
   * Trains centroids: the same ones for the same vectors and seed, whatever the number of threads.
   *
   * @param cells how many, at most the number of vectors and at most {@link #MAX_CELLS}
   */
  public static Centroids train(
      BlockKernel kernel, DenseVectors vectors, int cells, StageContext context) {
    int d = vectors.dimension();
    int samples = samples(vectors.size(), cells);
    int[] ordinals = KMeans.trainingSample(vectors.size(), samples, context.seed());
    // In blocks: no array ends where Java's longest do.
    float[][] sample = new float[(samples + KMeans.BLOCK - 1) / KMeans.BLOCK][];
    context.forEach(
        sample.length,
        block -> {
          int first = block * KMeans.BLOCK;
          float[] rows = new float[Math.min(KMeans.BLOCK, samples - first) * d];
          for (int at = 0; at < rows.length; at += d) {
            vectors.read(ordinals[first + at / d], 1, rows, at);
          }
          sample[block] = rows;
        });
    float[] rows = KMeans.train(kernel, d, sample, cells, context);
    Centroids trained = Areas.of(kernel, d, rows, context);
    return trained.areas().length == 0
        ? trained
        : trained.near(Areas.near(kernel, d, trained, sample, context));
  }
}
