package dev.icp.internal.kernel;

import dev.icp.spi.StageContext;
import java.util.Arrays;

/**
 * Gathers centroids into areas: k-means cells of the centroids. A centroid is in the {@value #OF}
 * areas that are the nearest to it, for one between two areas has documents around it that see only
 * one of them.
 */
final class Areas {
  /** Up to so many centroids are in one area. */
  private static final int MOST_IN_ONE = 1 << 10;

  /** Centroids for each area. With each in {@value #OF}, an area fills the kernel's registers. */
  private static final int CELLS_IN_AREA = 32;

  private static final int OF = 2;

  /** Vectors look into so many areas or more. */
  private static final int NEAR = 8;

  /** So much of the nearest cells of a sample of vectors is to be in the areas they look into. */
  private static final double SEEN = 0.98;

  private static final int NEAREST = 4;
  private static final int BLOCKS = 4;

  private Areas() {}

  /**
   * Gathers centroids.
   *
   * @param rows row-major; not copied
   */
  static Centroids of(BlockKernel kernel, int dimension, float[] rows, StageContext context) {
    int cells = rows.length / dimension;
    if (cells <= MOST_IN_ONE) {
      return new Centroids(kernel, dimension, rows);
    }
    int length = KMeans.BLOCK * dimension;
    float[][] blocks = new float[(cells + KMeans.BLOCK - 1) / KMeans.BLOCK][];
    Arrays.setAll(
        blocks, b -> Arrays.copyOfRange(rows, b * length, Math.min(rows.length, (b + 1) * length)));
    int count = Math.min(MOST_IN_ONE, cells / CELLS_IN_AREA);
    float[] areas = KMeans.train(kernel, dimension, blocks, count, context);
    int[] areasOf = new int[cells * OF];
    Centroids upper = new Centroids(kernel, dimension, areas);
    KMeans.forBlocks(
        upper,
        blocks,
        (cell, all, similarities, number) ->
            System.arraycopy(highest(similarities, number, OF), 0, areasOf, cell * OF, OF),
        context);
    int[][] members = KMeans.members(areasOf, count);
    int[] starts = new int[count + 1];
    int[] cellsOf = new int[cells * OF];
    int at = 0;
    for (int area = 0; area < count; area++) {
      for (int member : members[area]) {
        cellsOf[at++] = member / OF;
      }
      starts[area + 1] = at;
    }
    return new Centroids(kernel, dimension, rows, areas, starts, cellsOf, NEAR);
  }

  /**
   * Returns into how many areas vectors have to look to see their nearest cells.
   *
   * @param sample row-major, {@value KMeans#BLOCK} vectors in all blocks but the last
   */
  static int near(
      BlockKernel kernel,
      int dimension,
      Centroids inAreas,
      float[][] sample,
      StageContext context) {
    int blocks = Math.min(BLOCKS, sample.length);
    float[][] some = new float[blocks][];
    Arrays.setAll(some, b -> sample[(int) ((long) b * sample.length / blocks)]);
    int[][] nearest = new int[blocks * KMeans.BLOCK][];
    KMeans.forBlocks(
        new Centroids(kernel, dimension, inAreas.rows()),
        some,
        (row, cells, similarities, count) -> nearest[row] = highest(similarities, count, NEAREST),
        context);
    int[][] areas = new int[nearest.length][];
    int count = inAreas.starts().length - 1;
    KMeans.forBlocks(
        new Centroids(kernel, dimension, inAreas.areas()),
        some,
        (row, cells, similarities, number) -> areas[row] = highest(similarities, number, count),
        context);
    int[] needed = new int[nearest.length * NEAREST];
    int[][] areasOf = inAreas.areasOfCells();
    int pairs = 0;
    for (int row = 0; row < nearest.length; row++) {
      if (nearest[row] == null) {
        continue; // The last block is shorter.
      }
      for (int cell : nearest[row]) {
        int rank = 0;
        while (!contains(areasOf[cell], areas[row][rank])) {
          rank++;
        }
        needed[pairs++] = rank + 1;
      }
    }
    Arrays.sort(needed, 0, pairs);
    return Math.max(NEAR, needed[Math.min(pairs - 1, (int) (SEEN * pairs))]);
  }

  private static boolean contains(int[] areas, int area) {
    for (int each : areas) {
      if (each == area) {
        return true;
      }
    }
    return false;
  }

  /** Returns the places of the highest values, highest first, of equals the lower place. */
  private static int[] highest(float[] values, int count, int wanted) {
    int[] places = new int[Math.min(count, wanted)];
    for (int i = 0; i < places.length; i++) {
      places[i] = KMeans.highest(values, count);
      values[places[i]] = Float.NEGATIVE_INFINITY;
    }
    return places;
  }
}
