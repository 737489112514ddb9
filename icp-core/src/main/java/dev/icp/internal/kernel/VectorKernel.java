package dev.icp.internal.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel for JVMs that were started with the Vector API: 4 rows × 4 vectors of columns stay in
 * registers (4 × 2 where there are only 16 of them) while one pass over the dimensions adds to
 * them. Columns lie in panels as wide as these vectors, dimension by dimension.
 */
final class VectorKernel extends BlockKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int AVX2_LANES = 8;
  private static final int PANEL = LANES == AVX2_LANES ? 2 * LANES : 4 * LANES;

  @Override
  public Columns newColumns(int dimension, int capacity) {
    return new Panels(dimension, capacity);
  }

  @Override
  public void score(float[] rows, int offset, Columns columns, float[] scores) {
    Panels block = (Panels) columns;
    int d = block.dimension();
    int stride = block.stride();
    for (int p = 0; p < stride; p += PANEL) {
      if (PANEL == 4 * LANES) {
        fourByFour(rows, offset, d, block.data, p * d, scores, p, stride);
      } else {
        fourByTwo(rows, offset, d, block.data, p * d, scores, p, stride);
      }
    }
  }

  private static void fourByFour(
      float[] rows, int row0, int d, float[] panel, int at, float[] out, int to, int stride) {
    int row1 = row0 + d;
    int row2 = row1 + d;
    int row3 = row2 + d;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector a2 = zero;
    FloatVector a3 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector b2 = zero;
    FloatVector b3 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector d0 = zero;
    FloatVector d1 = zero;
    FloatVector d2 = zero;
    FloatVector d3 = zero;
    for (int i = 0; i < d; i++) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, panel, at);
      FloatVector v1 = FloatVector.fromArray(SPECIES, panel, at + LANES);
      FloatVector v2 = FloatVector.fromArray(SPECIES, panel, at + 2 * LANES);
      FloatVector v3 = FloatVector.fromArray(SPECIES, panel, at + 3 * LANES);
      at += 4 * LANES;
      FloatVector x = FloatVector.broadcast(SPECIES, rows[row0 + i]);
      a0 = x.fma(v0, a0);
      a1 = x.fma(v1, a1);
      a2 = x.fma(v2, a2);
      a3 = x.fma(v3, a3);
      x = FloatVector.broadcast(SPECIES, rows[row1 + i]);
      b0 = x.fma(v0, b0);
      b1 = x.fma(v1, b1);
      b2 = x.fma(v2, b2);
      b3 = x.fma(v3, b3);
      x = FloatVector.broadcast(SPECIES, rows[row2 + i]);
      c0 = x.fma(v0, c0);
      c1 = x.fma(v1, c1);
      c2 = x.fma(v2, c2);
      c3 = x.fma(v3, c3);
      x = FloatVector.broadcast(SPECIES, rows[row3 + i]);
      d0 = x.fma(v0, d0);
      d1 = x.fma(v1, d1);
      d2 = x.fma(v2, d2);
      d3 = x.fma(v3, d3);
    }
    store(a0, a1, out, to);
    store(a2, a3, out, to + 2 * LANES);
    store(b0, b1, out, to + stride);
    store(b2, b3, out, to + stride + 2 * LANES);
    store(c0, c1, out, to + 2 * stride);
    store(c2, c3, out, to + 2 * stride + 2 * LANES);
    store(d0, d1, out, to + 3 * stride);
    store(d2, d3, out, to + 3 * stride + 2 * LANES);
  }

  private static void fourByTwo(
      float[] rows, int row0, int d, float[] panel, int at, float[] out, int to, int stride) {
    int row1 = row0 + d;
    int row2 = row1 + d;
    int row3 = row2 + d;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector d0 = zero;
    FloatVector d1 = zero;
    for (int i = 0; i < d; i++) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, panel, at);
      FloatVector v1 = FloatVector.fromArray(SPECIES, panel, at + LANES);
      at += 2 * LANES;
      FloatVector x = FloatVector.broadcast(SPECIES, rows[row0 + i]);
      a0 = x.fma(v0, a0);
      a1 = x.fma(v1, a1);
      x = FloatVector.broadcast(SPECIES, rows[row1 + i]);
      b0 = x.fma(v0, b0);
      b1 = x.fma(v1, b1);
      x = FloatVector.broadcast(SPECIES, rows[row2 + i]);
      c0 = x.fma(v0, c0);
      c1 = x.fma(v1, c1);
      x = FloatVector.broadcast(SPECIES, rows[row3 + i]);
      d0 = x.fma(v0, d0);
      d1 = x.fma(v1, d1);
    }
    store(a0, a1, out, to);
    store(b0, b1, out, to + stride);
    store(c0, c1, out, to + 2 * stride);
    store(d0, d1, out, to + 3 * stride);
  }

  private static void store(FloatVector x, FloatVector y, float[] out, int to) {
    x.intoArray(out, to);
    y.intoArray(out, to + LANES);
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
    int j = 0;
    FloatVector row = FloatVector.broadcast(SPECIES, rowThreshold);
    for (; j + LANES <= count; j += LANES) {
      FloatVector least = row.min(FloatVector.fromArray(SPECIES, columnThresholds, j));
      VectorMask<Float> good =
          FloatVector.fromArray(SPECIES, scores, from + j).compare(VectorOperators.GT, least);
      if (good.anyTrue()) {
        for (long bits = good.toLong(); bits != 0; bits &= bits - 1) {
          hits[found++] = j + Long.numberOfTrailingZeros(bits);
        }
      }
    }
    for (; j < count; j++) {
      if (scores[from + j] > Math.min(rowThreshold, columnThresholds[j])) {
        hits[found++] = j;
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "Vector API kernel, " + LANES + " lanes";
  }

  private static final class Panels extends Columns {
    private final float[] data;
    private int stride;

    Panels(int dimension, int capacity) {
      super(dimension, capacity);
      data = new float[Math.multiplyExact(roundUp(capacity), dimension)];
    }

    private static int roundUp(int columns) {
      return (columns + PANEL - 1) / PANEL * PANEL;
    }

    @Override
    void pack(float[] rows, int offset, int count) {
      int d = dimension();
      stride = roundUp(count);
      for (int p = 0; p < stride; p += PANEL) {
        int width = Math.min(PANEL, count - p);
        int base = p * d;
        if (width < PANEL) {
          Arrays.fill(data, base, base + PANEL * d, 0);
        }
        for (int c = 0; c < width; c++) {
          int row = offset + (p + c) * d;
          for (int i = 0; i < d; i++) {
            data[base + i * PANEL + c] = rows[row + i];
          }
        }
      }
    }

    @Override
    public int stride() {
      return stride;
    }
  }
}
