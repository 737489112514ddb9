package dev.icp.internal.kernel;

import java.util.Arrays;

/**
 * The kernel for every JVM. One array for each dimension holds that dimension of all columns, and
 * one loop goes over four of these separate arrays: the shape that the JIT compiler turns into
 * vector instructions.
 */
final class PlainKernel extends BlockKernel {
  private final boolean fused;

  PlainKernel() {
    this(true);
  }

  /**
   * @param fused whether products are added without being rounded, as the other kernel does; else
   *     the last bits of the sums differ from its
   */
  PlainKernel(boolean fused) {
    this.fused = fused;
  }

  @Override
  public boolean isFused() {
    return fused;
  }

  @Override
  public Columns newColumns(int dimension, int capacity) {
    return new DimensionMajor(dimension, capacity);
  }

  @Override
  public void score(float[] rows, int offset, Columns columns, float[] scores) {
    DimensionMajor block = (DimensionMajor) columns;
    int d = block.dimension();
    float[] sums = new float[block.count()];
    for (int r = 0; r < ROWS; r++) {
      score(rows, offset + r * d, block, sums);
      System.arraycopy(sums, 0, scores, r * block.stride(), block.count());
    }
  }

  private void score(float[] rows, int row, DimensionMajor block, float[] sums) {
    int count = block.count();
    int d = block.dimension();
    float[][] data = block.data;
    Arrays.fill(sums, 0, count, 0);
    int i = 0;
    for (; i + 3 < d; i += 4) {
      addFour(
          data,
          i,
          count,
          sums,
          rows[row + i],
          rows[row + i + 1],
          rows[row + i + 2],
          rows[row + i + 3]);
    }
    for (; i < d; i++) {
      addOne(data[i], count, sums, rows[row + i]);
    }
  }

  private void addFour(
      float[][] data, int i, int count, float[] sums, float x, float y, float z, float w) {
    float[] o = data[i];
    float[] p = data[i + 1];
    float[] q = data[i + 2];
    float[] r = data[i + 3];
    if (!fused) {
      for (int j = 0; j < count; j++) {
        sums[j] = sums[j] + x * o[j] + y * p[j] + z * q[j] + w * r[j];
      }
      return;
    }
    for (int j = 0; j < count; j++) {
      sums[j] = Math.fma(w, r[j], Math.fma(z, q[j], Math.fma(y, p[j], Math.fma(x, o[j], sums[j]))));
    }
  }

  private void addOne(float[] column, int count, float[] sums, float x) {
    for (int j = 0; j < count; j++) {
      sums[j] = fused ? Math.fma(x, column[j], sums[j]) : sums[j] + x * column[j];
    }
  }

  @Override
  public int select(
      float[] scores,
      int from,
      int count,
      float rowThreshold,
      float[] columnThresholds,
      int[] hits) {
    int found = 0;
    for (int j = 0; j < count; j++) {
      float score = scores[from + j];
      if (score > rowThreshold || score > columnThresholds[j]) {
        hits[found++] = j;
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return fused ? "plain Java kernel" : "plain Java kernel without fused multiply-add";
  }

  private static final class DimensionMajor extends Columns {
    private final float[][] data;

    DimensionMajor(int dimension, int capacity) {
      super(dimension, capacity);
      data = new float[dimension][capacity];
    }

    @Override
    void pack(float[] rows, int offset, int count) {
      int d = dimension();
      for (int i = 0; i < d; i++) {
        float[] column = data[i];
        for (int r = 0; r < count; r++) {
          column[r] = rows[offset + r * d + i];
        }
      }
    }

    @Override
    public int stride() {
      return count();
    }
  }
}
