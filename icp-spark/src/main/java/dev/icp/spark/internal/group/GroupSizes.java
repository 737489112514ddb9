package dev.icp.spark.internal.group;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/**
 * How much there is in each group.
 *
 * @param tokens by group, separators included
 * @param documents by group
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record GroupSizes(long[] tokens, long[] documents) {
  private static final int TREE_DEPTH = 2;

  /**
   * Counts.
   *
   * @param rows (group, tokens) of all documents
   * @param separators tokens after each document
   */
  public static GroupSizes of(JavaRDD<Row> rows, int groups, int separators) {
    long[][] counted =
        rows.mapPartitions(part -> count(part, groups, separators))
            .treeReduce(GroupSizes::add, TREE_DEPTH);
    return new GroupSizes(counted[0], counted[1]);
  }

  private static Iterator<long[][]> count(Iterator<Row> rows, int groups, int separators) {
    long[][] counts = new long[2][groups];
    while (rows.hasNext()) {
      Row row = rows.next();
      counts[0][row.getInt(0)] += row.getInt(1) + separators;
      counts[1][row.getInt(0)]++;
    }
    return List.<long[][]>of(counts).iterator();
  }

  private static long[][] add(long[][] a, long[][] b) {
    long[][] sum = new long[2][a[0].length];
    for (int i = 0; i < 2; i++) {
      for (int g = 0; g < sum[i].length; g++) {
        sum[i][g] = a[i][g] + b[i][g];
      }
    }
    return sum;
  }

  /** Returns whether a group has documents and no tokens. */
  public boolean hasEmptyGroup() {
    for (int g = 0; g < tokens.length; g++) {
      if (documents[g] > 0 && tokens[g] == 0) {
        return true;
      }
    }
    return false;
  }

  public long largest() {
    return Arrays.stream(documents).max().orElse(0);
  }
}
