package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;
import java.util.Objects;

/** Dense vectors in memory, one array a row. */
public final class DenseArrayVectors implements DenseVectors {
  private final float[][] rows;
  private final int dimension;

  private DenseArrayVectors(float[][] rows, int dimension) {
    this.rows = rows;
    this.dimension = dimension;
  }

  /** Copies and normalises the rows; see {@link DenseVectors#of}. */
  public static DenseArrayVectors copyOf(float[][] rows) {
    int dimension = rows.length == 0 ? 1 : rows[0].length;
    float[][] copies = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copies[i] = Normalizer.normalized(rows[i], dimension, i);
    }
    return new DenseArrayVectors(copies, dimension);
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public boolean checked() {
    return true;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void read(int first, int count, float[] target, int offset) {
    Objects.checkFromIndexSize(first, count, rows.length);
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows[first + i], 0, target, offset + i * dimension, dimension);
    }
  }
}
