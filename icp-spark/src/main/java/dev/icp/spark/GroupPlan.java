package dev.icp.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Which group a document is ordered and packed in: that of its home cell. A cell that is larger
 * than a group has several, among which its documents are divided by ordinal.
 *
 * @param groups of each cell; no cells for a single group
 * @param count how many groups there are
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record GroupPlan(int[][] groups, int count) implements Serializable {
  /** The edges of about so many documents decide which cells belong together. */
  private static final int SAMPLE = 200_000;

  private static final double SCALE = 1 << 20;
  private static final StructType EDGE =
      new StructType()
          .add("home", DataTypes.IntegerType, false)
          .add("neighbour", DataTypes.IntegerType, false)
          .add("weight", DataTypes.LongType, false);

  /** All documents in one group. */
  static GroupPlan single() {
    return new GroupPlan(new int[0][], 1);
  }

  int group(int home, int ordinal) {
    if (groups.length == 0) {
      return 0;
    }
    int[] ofCell = groups[home];
    return ofCell[(int) Long.remainderUnsigned(LexicalKind.mix(ordinal), ofCell.length)];
  }

  /**
   * Gathers cells into groups.
   *
   * @param lists as {@link Schemas#LISTED}
   * @param cells how many there are
   * @param documents in all
   * @param most documents in a group
   */
  static GroupPlan of(Dataset<Row> lists, int cells, int documents, int most) {
    long[] sizes = new long[cells];
    for (Row row : lists.groupBy("home").count().collectAsList()) {
      sizes[row.getInt(0)] = row.getLong(1);
    }
    CellClusters clusters = new CellClusters(sizes, most);
    for (Row row : weights(lists, documents)) {
      clusters.add(row.getInt(0), row.getInt(1), row.getLong(2) / SCALE);
    }
    int[] cluster = clusters.cluster();
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

  /** Returns (home, home of the neighbour, sum of cosines) over the edges of some documents. */
  private static List<Row> weights(Dataset<Row> lists, int documents) {
    int every = Math.max(1, documents / SAMPLE);
    Dataset<Row> edges =
        lists
            .select("ordinal", "home", "list")
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>) rows -> edges(rows, every), Encoders.row(EDGE));
    // Whole numbers add up to the same in any order.
    return lists
        .select(col("ordinal"), col("home").as("other"))
        .join(broadcast(edges), col("ordinal").equalTo(col("neighbour")))
        .groupBy("home", "other")
        .agg(sum("weight"))
        .collectAsList();
  }

  private static Iterator<Row> edges(Iterator<Row> rows, int every) {
    List<Row> edges = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (Long.remainderUnsigned(LexicalKind.mix(row.getInt(0)), every) == 0) {
        NeighbourList list = NeighbourList.of(row.getAs(2));
        for (int r = 0; r < list.size(); r++) {
          long weight = Math.round(Math.max(0, list.cosines()[r]) * SCALE);
          edges.add(RowFactory.create(row.get(1), list.ordinals()[r], weight));
        }
      }
    }
    return edges.iterator();
  }
}
