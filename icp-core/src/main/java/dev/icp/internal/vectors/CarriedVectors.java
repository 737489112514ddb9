package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.OnFailure;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.util.Arrays;
import java.util.Objects;

/** The vectors of a corpus, of which some were made for an earlier state of it. */
public final class CarriedVectors {
  private CarriedVectors() {}

  /**
   * Puts earlier vectors and fresh ones together; closing them closes both.
   *
   * @param earlierOf for each document the row of the earlier vectors, or −1 for the next fresh one
   * @throws IllegalArgumentException if they are not of one kind and dimension
   */
  public static Vectors of(Vectors earlier, Vectors fresh, int[] earlierOf, StageContext context) {
    if (earlier instanceof DenseVectors before && fresh instanceof DenseVectors now) {
      if (before.dimension() != now.dimension()) {
        throw new IllegalArgumentException(
            "vectors of dimension " + now.dimension() + ", earlier ones of " + before.dimension());
      }
      return new Dense(before, now, rows(earlierOf));
    }
    if (earlier instanceof SparseVectorStore before && fresh instanceof SparseVectorStore now) {
      return sparse(before, now, rows(earlierOf), context);
    }
    throw new IllegalArgumentException(
        "vectors: " + fresh.getClass().getName() + " after " + earlier.getClass().getName());
  }

  /** Returns earlier rows as they are, and the fresh one of place p as −1 − p. */
  private static int[] rows(int[] earlierOf) {
    int[] rows = earlierOf.clone();
    int next = 0;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0) {
        rows[i] = -1 - next++;
      }
    }
    return rows;
  }

  /** Hears of rows that lie side by side. */
  private interface Run {
    void of(boolean fresh, int from, int count, int at);
  }

  private static void forEachRun(int[] rows, int first, int count, Run run) {
    for (int at = first; at < first + count; ) {
      int row = rows[at];
      int step = row < 0 ? -1 : 1;
      int length = 1;
      while (at + length < first + count && rows[at + length] == row + step * length) {
        length++;
      }
      run.of(row < 0, row < 0 ? -1 - row : row, length, at - first);
      at += length;
    }
  }

  private static SparseVectors sparse(
      SparseVectorStore earlier, SparseVectorStore fresh, int[] rows, StageContext context) {
    SparseVectorStore all =
        // Weighed as the earlier ones, or for the first time, where there was no document.
        new SparseVectorStore(context.storage(), rows.length, fresh.terms(), fresh.weights());
    try {
      forEachRun(
          rows,
          0,
          rows.length,
          (isFresh, from, count, at) -> all.append(at, isFresh ? fresh : earlier, from, count));
      fresh.close();
      earlier.close();
      return all;
    } catch (Throwable cause) {
      OnFailure.close(all, cause);
      throw cause;
    }
  }

  private static final class Dense implements DenseVectors {
    private final DenseVectors earlier;
    private final DenseVectors fresh;
    private final int[] rows;

    Dense(DenseVectors earlier, DenseVectors fresh, int[] rows) {
      this.earlier = earlier;
      this.fresh = fresh;
      this.rows = rows;
    }

    @Override
    public int size() {
      return rows.length;
    }

    @Override
    public int dimension() {
      return earlier.dimension();
    }

    @Override
    public void read(int first, int count, float[] target, int offset) {
      Objects.checkFromIndexSize(first, count, rows.length);
      forEachRun(
          rows,
          first,
          count,
          (isFresh, from, some, at) ->
              (isFresh ? fresh : earlier).read(from, some, target, offset + at * dimension()));
    }

    @Override
    public boolean checked() {
      return earlier.checked() && fresh.checked();
    }

    @Override
    public void close() {
      try (earlier) {
        fresh.close();
      }
    }
  }

  /**
   * Finds given vectors that are not what they were.
   *
   * @param earlierOf for each document the earlier row, or −1; gets −1 where the row is another
   * @throws IllegalArgumentException if they are not of one kind and dimension
   */
  public static void keepEqual(Vectors earlier, Vectors now, int[] earlierOf) {
    if (earlier instanceof DenseVectors before
        && now instanceof DenseVectors dense
        && before.dimension() == dense.dimension()) {
      float[] one = new float[dense.dimension()];
      float[] other = new float[dense.dimension()];
      for (int i = 0; i < earlierOf.length; i++) {
        if (earlierOf[i] >= 0) {
          before.read(earlierOf[i], 1, one, 0);
          dense.read(i, 1, other, 0);
          if (!Arrays.equals(one, other)) {
            earlierOf[i] = -1;
          }
        }
      }
    } else if (earlier instanceof SparseVectors before && now instanceof SparseVectors sparse) {
      SparseRows one = new SparseRows();
      SparseRows other = new SparseRows();
      for (int i = 0; i < earlierOf.length; i++) {
        if (earlierOf[i] >= 0) {
          before.read(earlierOf[i], 1, one);
          sparse.read(i, 1, other);
          if (!equal(one, other)) {
            earlierOf[i] = -1;
          }
        }
      }
    } else {
      throw new IllegalArgumentException("vectors of another kind or dimension than before");
    }
  }

  private static boolean equal(SparseRows one, SparseRows other) {
    int end = one.start(1);
    return end == other.start(1)
        && Arrays.equals(one.terms(), 0, end, other.terms(), 0, end)
        && Arrays.equals(one.weights(), 0, end, other.weights(), 0, end);
  }
}
