package dev.icp.internal.kernel;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Spherical k-means on a sample: unit vectors, nearest by cosine. The same centroids for the same
 * sample, whatever the number of threads.
 */
public final class KMeans {
  /** Vectors are read and compared so many together. */
  static final int BLOCK = 256;

  private static final int ITERATIONS = 6;

  private final StageContext context;
  private final int dimension;
  private final int cells;
  private final int samples;
  private final float[][] sample;
  private final int[] assigned;
  private float[] centroids;

  private KMeans(int dimension, float[][] sample, int cells, StageContext context) {
    this.context = context;
    this.dimension = dimension;
    this.sample = sample;
    this.cells = cells;
    samples = (sample.length - 1) * BLOCK + sample[sample.length - 1].length / dimension;
    assigned = new int[samples];
    centroids = new float[Math.multiplyExact(cells, dimension)];
    for (int c = 0; c < cells; c++) {
      take((int) ((long) c * samples / cells), centroids, c * dimension);
    }
  }

  /**
   * Trains centroids.
   *
   * @param sample row-major unit vectors, at least as many as cells; {@value #BLOCK} in all blocks
   *     but the last
   * @return row-major
   */
  static float[] train(
      BlockKernel kernel, int dimension, float[][] sample, int cells, StageContext context) {
    KMeans training = new KMeans(dimension, sample, cells, context);
    for (int i = 0; i < ITERATIONS; i++) {
      training.assign(Areas.of(kernel, dimension, training.centroids, context));
      training.update();
    }
    return training.centroids;
  }

  /** Finds the nearest centroid of each vector of a sample. */
  private void assign(Centroids current) {
    forBlocks(
        current,
        sample,
        (row, near, similarities, count) -> assigned[row] = near[highest(similarities, count)],
        context);
  }

  /** Compares vectors, {@value #BLOCK} in all blocks but the last, with centroids. */
  static void forBlocks(
      Centroids centroids, float[][] blocks, Centroids.Receiver receiver, StageContext context) {
    ConcurrentLinkedQueue<Centroids.Comparer> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        blocks.length,
        block -> {
          Centroids.Comparer comparer = idle.poll();
          if (comparer == null) {
            comparer = centroids.comparer();
          }
          comparer.compare(
              blocks[block],
              blocks[block].length / centroids.dimension(),
              (row, cells, similarities, count) ->
                  receiver.accept(block * BLOCK + row, cells, similarities, count));
          idle.add(comparer);
        });
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

  /** Returns the place of the highest of the first values; the first of equals. */
  public static int highest(float[] values, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private void take(int row, float[] target, int at) {
    System.arraycopy(sample[row / BLOCK], row % BLOCK * dimension, target, at, dimension);
  }

  private void update() {
    int[][] members = members(assigned, cells);
    float[] next = new float[centroids.length];
    context.forEach(cells, c -> mean(c, members[c], next));
    centroids = next;
  }

  /** Returns who was assigned to each cell, ascending. */
  static int[][] members(int[] assigned, int cells) {
    int[] sizes = new int[cells];
    for (int cell : assigned) {
      sizes[cell]++;
    }
    int[][] members = new int[cells][];
    Arrays.setAll(members, c -> new int[sizes[c]]);
    for (int i = assigned.length - 1; i >= 0; i--) {
      members[assigned[i]][--sizes[assigned[i]]] = i;
    }
    return members;
  }

  private void mean(int cell, int[] members, float[] target) {
    double[] sum = new double[dimension];
    for (int member : members) {
      float[] rows = sample[member / BLOCK];
      int row = member % BLOCK * dimension;
      for (int i = 0; i < dimension; i++) {
        sum[i] += rows[row + i];
      }
    }
    double norm = 0;
    for (double x : sum) {
      norm += x * x;
    }
    int at = cell * dimension;
    if (!(norm > 0)) {
      // No one came: stand where some vector is.
      take((int) (cell * 7919L % samples), target, at);
      return;
    }
    double scale = 1 / Math.sqrt(norm);
    for (int i = 0; i < dimension; i++) {
      target[at + i] = (float) (sum[i] * scale);
    }
  }
}
