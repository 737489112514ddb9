package dev.icp.internal.kernel;

import dev.icp.internal.kernel.BlockKernel.Columns;

/** Unit vectors that stand for cells of the vector space. Immutable and thread-safe. */
public final class Centroids {
  private final BlockKernel kernel;
  private final int dimension;
  private final int count;
  private final float[] rows;

  /** Takes row-major unit vectors; not copied. */
  public Centroids(BlockKernel kernel, int dimension, float[] rows) {
    this.kernel = kernel;
    this.dimension = dimension;
    this.rows = rows;
    count = rows.length / dimension;
  }

  /** Returns the centroids, row-major: the array itself. */
  public float[] rows() {
    return rows;
  }

  /** Returns the number of cells. */
  public int count() {
    return count;
  }

  /** Returns a thread's means of comparing vectors with the centroids. */
  public Comparer comparer() {
    return new Comparer();
  }

  /** Gets how similar a row is to every centroid; valid until the next call. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * @param row counted from 0 within the call
     * @param similarities one for each cell, from {@code from} on
     */
    void accept(int row, float[] similarities, int from);
  }

  /** Compares vectors with the centroids. Belongs to one thread. */
  public final class Comparer {
    private final Columns[] blocks;
    private final float[] scores;
    private final float[] similarities = new float[BlockKernel.ROWS * count];
    private float[] padded = new float[0];

    Comparer() {
      int width = kernel.columns(dimension);
      blocks = new Columns[(count + width - 1) / width];
      for (int b = 0; b < blocks.length; b++) {
        int columns = Math.min(width, count - b * width);
        blocks[b] = kernel.newColumns(dimension, columns);
        blocks[b].fill(rows, b * width * dimension, columns);
      }
      scores = new float[BlockKernel.ROWS * (Math.min(width, count) + 64)];
    }

    /** Compares {@code vectors} row-major vectors with all centroids. */
    public void compare(float[] vectors, int number, Receiver receiver) {
      for (int r = 0; r < number; r += BlockKernel.ROWS) {
        int part = Math.min(BlockKernel.ROWS, number - r);
        float[] source = vectors;
        int offset = r * dimension;
        if (offset + BlockKernel.ROWS * dimension > vectors.length) {
          if (padded.length == 0) {
            padded = new float[BlockKernel.ROWS * dimension];
          }
          System.arraycopy(vectors, offset, padded, 0, part * dimension);
          source = padded;
          offset = 0;
        }
        int at = 0;
        for (Columns block : blocks) {
          kernel.score(source, offset, block, scores);
          for (int i = 0; i < part; i++) {
            System.arraycopy(
                scores, i * block.stride(), similarities, i * count + at, block.count());
          }
          at += block.count();
        }
        for (int i = 0; i < part; i++) {
          receiver.accept(r + i, similarities, i * count);
        }
      }
    }
  }
}
