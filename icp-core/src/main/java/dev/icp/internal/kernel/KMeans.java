package dev.icp.internal.kernel;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Spherical k-means on a sample: unit vectors, nearest by cosine. The same sample and centroids for
 * the same vectors and seed, whatever the number of threads.
 */
public final class KMeans {
  private static final int ITERATIONS = 6;
  private static final int BLOCK = 256;

  private final BlockKernel kernel;
  private final StageContext context;
  private final int dimension;
  private final int cells;
  private final int samples;
  private final float[] sample;
  private final int[] assigned;
  private float[] centroids;

  private KMeans(
      BlockKernel kernel, DenseVectors vectors, int cells, int samples, StageContext context) {
    this.kernel = kernel;
    this.context = context;
    this.cells = cells;
    this.samples = samples;
    dimension = vectors.dimension();
    sample = new float[Math.multiplyExact(samples, dimension)];
    assigned = new int[samples];
    int[] ordinals = trainingSample(vectors.size(), samples, context.seed());
    for (int i = 0; i < samples; i++) {
      vectors.read(ordinals[i], 1, sample, i * dimension);
    }
    centroids = new float[cells * dimension];
    for (int c = 0; c < cells; c++) {
      int row = (int) ((long) c * samples / cells);
      System.arraycopy(sample, row * dimension, centroids, c * dimension, dimension);
    }
  }

  /**
   * Trains centroids.
   *
   * @param cells how many, at most the number of vectors
   * @param samplesPerCell how many vectors are looked at for each cell
   */
  public static Centroids train(
      BlockKernel kernel,
      DenseVectors vectors,
      int cells,
      int samplesPerCell,
      StageContext context) {
    int samples = (int) Math.min(vectors.size(), (long) cells * samplesPerCell);
    KMeans training = new KMeans(kernel, vectors, cells, samples, context);
    for (int i = 0; i < ITERATIONS; i++) {
      training.assign();
      training.update();
    }
    return new Centroids(kernel, training.dimension, training.centroids);
  }

  /** Returns which of so many vectors the training looks at; ascending. */
  public static int[] trainingSample(int vectors, int count, long seed) {
    return sample(vectors, count, Shuffle.random(seed, "k-means"));
  }

  /** Returns ascending ordinals, one from each of {@code count} equal stretches of 0 … n − 1. */
  public static int[] sample(int n, int count, SplittableRandom random) {
    int[] ordinals = new int[count];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * n / count);
      int to = (int) ((i + 1L) * n / count);
      ordinals[i] = from + random.nextInt(Math.max(1, to - from));
    }
    return ordinals;
  }

  private void assign() {
    Centroids current = new Centroids(kernel, dimension, centroids);
    ConcurrentLinkedQueue<Centroids.Comparer> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        (samples + BLOCK - 1) / BLOCK,
        block -> {
          Centroids.Comparer comparer = idle.poll();
          if (comparer == null) {
            comparer = current.comparer();
          }
          int first = block * BLOCK;
          int count = Math.min(BLOCK, samples - first);
          float[] rows = Arrays.copyOfRange(sample, first * dimension, (first + count) * dimension);
          comparer.compare(
              rows,
              count,
              (row, similarities, from) ->
                  assigned[first + row] = highest(similarities, from, cells));
          idle.add(comparer);
        });
  }

  /** Returns the place of the highest value, counted from {@code from}; the first of equals. */
  public static int highest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  private void update() {
    int[] starts = new int[cells + 1];
    for (int cell : assigned) {
      starts[cell + 1]++;
    }
    for (int c = 0; c < cells; c++) {
      starts[c + 1] += starts[c];
    }
    int[] members = new int[samples];
    int[] fill = starts.clone();
    for (int i = 0; i < samples; i++) {
      members[fill[assigned[i]]++] = i;
    }
    float[] next = new float[centroids.length];
    context.forEach(cells, c -> mean(c, members, starts[c], starts[c + 1], next));
    centroids = next;
  }

  private void mean(int cell, int[] members, int from, int to, float[] target) {
    double[] sum = new double[dimension];
    for (int m = from; m < to; m++) {
      int row = members[m] * dimension;
      for (int i = 0; i < dimension; i++) {
        sum[i] += sample[row + i];
      }
    }
    double norm = 0;
    for (double x : sum) {
      norm += x * x;
    }
    int at = cell * dimension;
    if (!(norm > 0)) {
      // No one came: stand where some vector is.
      int row = (int) (cell * 7919L % samples);
      System.arraycopy(sample, row * dimension, target, at, dimension);
      return;
    }
    double scale = 1 / Math.sqrt(norm);
    for (int i = 0; i < dimension; i++) {
      target[at + i] = (float) (sum[i] * scale);
    }
  }
}
