package dev.icp.spark.internal.join;

import dev.icp.spark.internal.base.Bytes;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import java.util.List;
import java.util.Objects;

/** Vectors of a task, a row at a time in an array of its own. */
final class RowVectors implements DenseVectors {
  private final float[][] rows;
  private final int dimension;

  /** Takes rows as they are: of length 1, or zero for documents that are related to none. */
  RowVectors(float[][] rows, int dimension) {
    this.rows = rows;
    this.dimension = dimension;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void read(int first, int count, float[] target, int offset) {
    Objects.checkFromIndexSize(first, count, rows.length);
    for (int r = 0; r < count; r++) {
      System.arraycopy(rows[first + r], 0, target, offset + r * dimension, dimension);
    }
  }

  /** Sparse vectors of a task. */
  static final class Sparse implements SparseVectors {
    private final List<byte[]> rows;
    private final int terms;

    /** Takes rows as {@link Bytes#ofSparse} made them. */
    Sparse(List<byte[]> rows, int terms) {
      this.rows = rows;
      this.terms = terms;
    }

    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public int terms() {
      return terms;
    }

    @Override
    public void read(int first, int count, SparseRows target) {
      target.clear();
      for (int r = first; r < first + count; r++) {
        Bytes.addSparse(rows.get(r), target);
      }
    }
  }
}
