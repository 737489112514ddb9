package dev.icp.contract;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Vectors of either kind, row by row. */
final class VectorRows {
  private VectorRows() {}

  /**
   * Returns each row as text, which differs when a bit of it does; of vectors of a kind of their
   * own, their cosines with all.
   */
  static List<String> of(Vectors vectors) {
    List<String> rows = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      rows.add(row(vectors, i));
    }
    return rows;
  }

  private static String row(Vectors vectors, int ordinal) {
    return switch (vectors) {
      case DenseVectors dense -> Arrays.toString(dense(dense, ordinal));
      case SparseVectors sparse -> {
        SparseRows row = sparse(sparse, ordinal);
        yield Arrays.toString(Arrays.copyOf(row.terms(), row.start(1)))
            + Arrays.toString(Arrays.copyOf(row.weights(), row.start(1)));
      }
      default -> {
        float[] cosines = new float[vectors.size()];
        for (int i = 0; i < cosines.length; i++) {
          cosines[i] = vectors.cosine(ordinal, i);
        }
        yield Arrays.toString(cosines);
      }
    };
  }

  static float[] dense(DenseVectors vectors, int ordinal) {
    float[] row = new float[vectors.dimension()];
    vectors.read(ordinal, 1, row, 0);
    return row;
  }

  static SparseRows sparse(SparseVectors vectors, int ordinal) {
    SparseRows row = new SparseRows();
    vectors.read(ordinal, 1, row);
    return row;
  }
}
