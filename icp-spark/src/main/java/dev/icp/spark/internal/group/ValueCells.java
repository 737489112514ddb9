package dev.icp.spark.internal.group;

import dev.icp.spark.internal.input.Values;
import java.io.Serializable;

/**
 * Cells of which each has documents of one {@linkplain Values value} only: of a value that fills
 * more than a group as many as there are, of others one.
 */
final class ValueCells implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] firsts;
  private final int count;

  /**
   * @param cells how many there are for all values
   * @param most documents in a group
   * @throws IllegalArgumentException if there are more than can be numbered
   */
  ValueCells(Values values, int cells, int most) {
    long[] sizes = values.sizes();
    firsts = new int[sizes.length];
    long next = 0;
    for (int value = 0; value < sizes.length; value++) {
      firsts[value] = (int) next;
      next += sizes[value] > most ? cells : 1;
      if (next > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "groupBy: too many values of more than " + most + " documents each");
      }
    }
    count = (int) next;
  }

  int count() {
    return count;
  }

  /** Returns the cell of a document. */
  int of(int value, int home) {
    int next = value + 1 < firsts.length ? firsts[value + 1] : count;
    return next - firsts[value] == 1 ? firsts[value] : firsts[value] + home;
  }
}
