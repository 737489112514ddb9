package dev.icp.spark;

import dev.icp.Begin;
import dev.icp.DroppedDocument;
import dev.icp.PackedContext;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.OutputOrigin;
import dev.icp.formats.OutputPart;
import dev.icp.formats.OutputParts;
import dev.icp.formats.TrainerPreset;
import dev.icp.spark.SparkReport.StepReport;
import dev.icp.spark.internal.base.Locations;
import dev.icp.spark.internal.output.ContextRows;
import dev.icp.spark.internal.output.SharedFolder;
import dev.icp.spark.internal.output.WritePart;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spark.internal.steps.Steps;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An {@link OutputFolder} that Spark's tasks write: the same files, report and {@code
 * manifest.json} as one machine makes, a shard for each partition of the contexts. The driver and
 * all executors have to see the folder.
 *
 * <p>Everything is written under temporary names, whichever tasks fail and are run again, and gets
 * its own when all of it is there, the manifest last. Closing before that leaves an older output as
 * it was. Exceptions name the file and say why on one line. Not thread-safe.
 *
 * <pre>{@code
 * try (SparkContexts packing = SparkContexts.of(documents).tail(Tail.PAD);
 *     SparkOutput output = SparkOutput.open(spark, "files", OutputFormat.MEGATRON)) {
 *   Dataset<Row> contexts = packing.pack(8192);
 *   output.write(contexts, packing.report());
 * }
 * }</pre>
 */
public final class SparkOutput implements AutoCloseable {
  private final String location;
  private final Locations locations;
  private final OutputFolder folder;
  private final OutputParts parts;
  private Consumer<String> lines = line -> {};

  private SparkOutput(
      String location, Locations locations, OutputFolder folder, OutputParts parts) {
    this.location = location;
    this.locations = locations;
    this.folder = folder;
    this.parts = parts;
  }

  /**
   * Opens a folder that holds no finished output; it is made if absent.
   *
   * @param location the folder
   * @throws IOException if it holds one, cannot be written to, another run is writing into it, or
   *     an executor does not see it
   */
  public static SparkOutput open(SparkSession session, String location, OutputFormat... formats)
      throws IOException {
    return open(
        session,
        location,
        Set.of(formats),
        OutputOptions.defaults(),
        new OutputOrigin(List.of(), List.of()),
        false);
  }

  /**
   * Opens a folder; it is made if absent.
   *
   * @param location the folder
   * @param formats in which contexts are written, one or more
   * @param options how
   * @param origin see {@link OutputFolder#open(Path, OutputOrigin, boolean)}
   * @param overwrite whether a finished output of something else is replaced as well
   * @throws IOException if it holds an output that is not to be replaced, something that icp did
   *     not write is in the way, an input would be replaced, it cannot be written to, another run
   *     is writing into it, or an executor does not see it
   * @throws IllegalArgumentException if the options do not go with a format
   */
  public static SparkOutput open(
      SparkSession session,
      String location,
      Set<OutputFormat> formats,
      OutputOptions options,
      OutputOrigin origin,
      boolean overwrite)
      throws IOException {
    Locations locations = new Locations(session);
    Path path = locations.path(location);
    String absolute = locations.absolute(location);
    OutputFolder folder = OutputFolder.open(path, origin, overwrite);
    try {
      OutputParts parts = folder.parts(formats, options);
      SharedFolder.require(session, locations, absolute);
      return new SparkOutput(absolute, locations, folder, parts);
    } catch (Throwable cause) {
      OnFailure.close(folder, cause);
      throw cause;
    }
  }

  /**
   * Says for which trainer this is: see {@link OutputFolder#training}.
   *
   * @throws IllegalArgumentException if the format that it reads is not written
   */
  public void training(TrainerPreset preset) {
    folder.training(preset);
  }

  /**
   * Sets who gets a line every ten seconds that says how many contexts have been written. Default:
   * no one.
   */
  public void onProgress(Consumer<String> lines) {
    this.lines = Objects.requireNonNull(lines, "lines");
  }

  /**
   * Writes which near duplicates were dropped as {@code dropped.jsonl}; to be called once at most.
   *
   * @param dropped as {@link SparkContexts#dropped} returned them
   * @throws IOException if they cannot be written
   */
  public void dropped(Dataset<Row> dropped) throws IOException {
    Iterable<Row> rows = dropped::toLocalIterator;
    folder.dropped(
        StreamSupport.stream(rows.spliterator(), false)
            .map(
                row ->
                    new DroppedDocument(
                        row.getString(0),
                        row.getInt(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getFloat(4))));
  }

  /**
   * Writes contexts and finishes the output; to be called once, last.
   *
   * @param contexts as {@link SparkContexts#pack} returned them
   * @param report as {@link SparkContexts#report} returned it
   * @return the same with what is known once all contexts have been made
   * @throws IOException if something cannot be written
   */
  public SparkReport write(Dataset<Row> contexts, SparkReport report) throws IOException {
    JavaRDD<Row> rows = contexts.toJavaRDD();
    OutputPart.Plan plan = parts.begin(report, rows.getNumPartitions());
    List<OutputPart.Written> written;
    StepReport step;
    try (Steps steps =
        new Steps(JavaSparkContext.fromSparkContext(rows.context()), Set.of(Step.WRITE), lines)) {
      steps.begin(Step.WRITE, report.contexts().count());
      written =
          new ArrayList<>(
              rows.mapPartitions(new WritePart(locations, location, plan, steps.done())).collect());
      step = steps.report().get(0);
    }
    written.sort(Comparator.comparingLong(OutputPart.Written::firstContext));
    long tokens = 0;
    long separators = 0;
    long begins = 0;
    for (OutputPart.Written part : written) {
      parts.add(part);
      tokens += part.tokens();
      separators += part.separators();
      begins += part.begins();
    }
    parts.commit();
    SparkReport counted = report.withCounted(tokens, separators, begins).withStep(step);
    folder.commit(counted);
    return counted;
  }

  /** Returns a context without begin tokens from its row. */
  public static PackedContext context(Row row) {
    return ContextRows.context(row, Begin.NONE);
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
