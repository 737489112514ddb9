package dev.icp.spark.internal.output;

import dev.icp.Begin;
import dev.icp.formats.OutputPart;
import dev.icp.spark.internal.base.Locations;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** Writes a partition of contexts into the output folder, under names that the driver changes. */
public final class WritePart implements FlatMapFunction<Iterator<Row>, OutputPart.Written> {
  private static final long serialVersionUID = 1L;

  private final Locations locations;
  private final String folder;
  private final OutputPart.Plan plan;
  private final LongAccumulator done;

  /**
   * @param done gets the number of contexts
   */
  public WritePart(Locations locations, String folder, OutputPart.Plan plan, LongAccumulator done) {
    this.done = done;
    this.locations = locations;
    this.folder = folder;
    this.plan = plan;
  }

  @Override
  public Iterator<OutputPart.Written> call(Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    Begin begin = plan.begin();
    int number = TaskContext.get().partitionId();
    try (OutputPart part = OutputPart.open(locations.path(folder), plan, number)) {
      while (rows.hasNext()) {
        part.write(ContextRows.context(rows.next(), begin));
        done.add(1);
      }
      return List.of(part.finish()).iterator();
    }
  }
}
