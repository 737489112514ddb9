package dev.icp.spark.internal.input;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What tells rows from others, in whatever order and partitions they are. */
public final class RowsFingerprint {
  private RowsFingerprint() {}

  /** Reads all rows, and returns their number and two sums of their hashes of 64 bits. */
  public static String of(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (String name : rows.columns()) {
      Column column = InputColumns.of(rows, name);
      columns.add(column);
      // What is null changes no hash.
      columns.add(column.isNull());
    }
    Row sums = rows.agg(count(lit(1)), hashes(columns, 1), hashes(columns, 2)).first();
    return sums.get(0) + "-" + sums.get(1) + "-" + sums.get(2);
  }

  private static Column hashes(List<Column> columns, int seed) {
    List<Column> seeded = new ArrayList<>(columns);
    seeded.add(0, lit(seed));
    return sum(xxhash64(seeded.toArray(Column[]::new)).cast("decimal(20,0)"));
  }
}
