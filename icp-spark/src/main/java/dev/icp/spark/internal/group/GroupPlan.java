package dev.icp.spark.internal.group;

import dev.icp.spark.internal.join.CellClusters;
import dev.icp.spark.internal.join.LexicalKind;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Which group a document is ordered and packed in: that of its home cell. A cell that is larger
 * than a group has several, among which its documents are divided by ordinal.
 *
 * @param groups of each cell; no cells for a single group
 * @param count how many groups there are
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record GroupPlan(int[][] groups, int count) implements Serializable {
  /** All documents in one group. */
  public static GroupPlan single() {
    return new GroupPlan(new int[0][], 1);
  }

  public int group(int home, int ordinal) {
    if (groups.length == 0) {
      return 0;
    }
    int[] ofCell = groups[home];
    return ofCell[(int) Long.remainderUnsigned(LexicalKind.mix(ordinal), ofCell.length)];
  }

  /**
   * Gathers cells into groups.
   *
   * @param sizes documents in each cell
   * @param edges see {@link CellMoves#edges}
   * @param most documents in a group
   */
  static GroupPlan of(long[] sizes, List<long[]> edges, int most) {
    CellClusters clusters = new CellClusters(sizes, most);
    for (long[] some : edges) {
      for (int e = 0; e < some.length; e += 2) {
        clusters.add((int) (some[e] >>> Integer.SIZE), (int) some[e], (double) some[e + 1]);
      }
    }
    int[] cluster = clusters.cluster();
    int cells = sizes.length;
    int[][] groups = new int[cells][];
    int[] numbers = new int[cells];
    Arrays.fill(numbers, -1);
    int next = 0;
    for (int cell = 0; cell < cells; cell++) {
      int parts = (int) ((sizes[cell] + most - 1) / most);
      if (numbers[cluster[cell]] < 0) {
        numbers[cluster[cell]] = next;
        next += Math.max(1, parts);
      }
      int first = numbers[cluster[cell]];
      groups[cell] = new int[Math.max(1, parts)];
      Arrays.setAll(groups[cell], p -> first + p);
    }
    return new GroupPlan(groups, next);
  }
}
