package dev.icp.spark.internal.output;

import dev.icp.Begin;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.spark.internal.base.MetadataJson;
import dev.icp.spark.internal.base.Schemas;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Rows as {@link Schemas#CONTEXT}. */
public final class ContextRows {
  private ContextRows() {}

  /** Returns the context of a row. */
  public static PackedContext context(Row row, Begin begin) {
    int[] tokens = row.<Integer>getList(1).stream().mapToInt(Integer::intValue).toArray();
    List<Segment> segments = new ArrayList<>();
    for (Row s : row.<Row>getList(2)) {
      segments.add(
          new Segment(
              s.getString(0),
              s.getInt(1),
              s.getInt(2),
              s.getInt(3),
              s.getInt(4),
              MetadataJson.read(s.getString(5))));
    }
    return new PackedContext(row.getLong(0), tokens, segments, row.getInt(3), begin);
  }
}
