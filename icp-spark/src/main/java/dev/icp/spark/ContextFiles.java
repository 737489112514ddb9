package dev.icp.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.icp.Begin;
import dev.icp.DroppedDocument;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.formats.OutputFolder;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes contexts with any {@link ContextWriter}, each partition into a folder of its own, {@code
 * part-00000}, {@code part-00001}, …, in a folder that the driver and all executors see under the
 * same name. At the end {@code manifest.json} lists the parts:
 *
 * <pre>{@code
 * {"contexts": 5123, "parts": [{"folder": "part-00000", "firstContext": 0, "contexts": 640}, …]}
 * }</pre>
 *
 * <p>A folder without a manifest is not complete. A task that is run again replaces what the one
 * before wrote.
 */
public final class ContextFiles {
  private static final StructType PART =
      new StructType()
          .add("part", DataTypes.IntegerType, false)
          .add("first", DataTypes.LongType, false)
          .add("contexts", DataTypes.LongType, false);

  private ContextFiles() {}

  /** Opens a writer for one part. */
  @FunctionalInterface
  public interface WriterFactory extends Serializable {
    /**
     * Opens a writer.
     *
     * @param folder where it writes; exists, and is this part's own
     */
    ContextWriter open(Path folder) throws IOException;
  }

  /**
   * Writes.
   *
   * @param contexts as {@link SparkContexts#pack} returned them
   * @throws IOException if the folder holds a manifest already or cannot be written to
   */
  public static void write(Dataset<Row> contexts, Path folder, WriterFactory factory)
      throws IOException {
    write(contexts, folder, factory, Begin.NONE);
  }

  /**
   * Writes contexts that have begin tokens.
   *
   * @param contexts as {@link SparkContexts#pack} returned them
   * @param begin where {@link SparkContexts#begin(Begin)} put them
   * @throws IOException if the folder holds a manifest already or cannot be written to
   */
  public static void write(Dataset<Row> contexts, Path folder, WriterFactory factory, Begin begin)
      throws IOException {
    Path manifest = requireNew(folder);
    Files.createDirectories(folder);
    String target = folder.toAbsolutePath().toString();
    List<Row> parts =
        new ArrayList<>(
            contexts
                .mapPartitions(
                    (MapPartitionsFunction<Row, Row>)
                        rows -> writePart(rows, target, factory, begin),
                    Encoders.row(PART))
                .collectAsList());
    parts.sort(Comparator.comparingInt(row -> row.getInt(0)));
    writeManifest(manifest, parts);
  }

  /**
   * Writes which near duplicates were dropped as {@code dropped.jsonl}, on the driver's machine;
   * see {@link OutputFolder#dropped}.
   *
   * @param dropped as {@link SparkContexts#dropped} returned them
   * @throws IOException if it cannot be written
   */
  public static void writeDropped(Dataset<Row> dropped, Path folder) throws IOException {
    Iterable<Row> rows = dropped::toLocalIterator;
    OutputFolder.dropped(
        folder.resolve("dropped.jsonl"),
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

  /** Returns the manifest of an output that is not there yet. */
  static Path requireNew(Path folder) throws IOException {
    Path manifest = folder.resolve("manifest.json");
    if (Files.exists(manifest)) {
      throw new IOException(manifest + ": there is an output already");
    }
    return manifest;
  }

  private static Iterator<Row> writePart(
      Iterator<Row> rows, String target, WriterFactory factory, Begin begin) throws IOException {
    if (!rows.hasNext()) {
      return List.<Row>of().iterator();
    }
    TaskContext task = TaskContext.get();
    // Written under a name of the attempt's own: a task may run twice at the same time.
    Path part = Path.of(target, name(task.partitionId()));
    Path attempt = Path.of(target, "." + name(task.partitionId()) + "-" + task.taskAttemptId());
    Files.createDirectories(attempt);
    long first = -1;
    long count = 0;
    try (ContextWriter writer = factory.open(attempt)) {
      while (rows.hasNext()) {
        PackedContext context = context(rows.next(), begin);
        first = count++ == 0 ? context.index() : first;
        writer.write(context);
      }
      writer.commit();
    } catch (Throwable cause) {
      OnFailure.close(() -> delete(attempt), cause);
      throw cause;
    }
    delete(part);
    Files.move(attempt, part, StandardCopyOption.ATOMIC_MOVE);
    return List.of(RowFactory.create(task.partitionId(), first, count)).iterator();
  }

  private static String name(int part) {
    return String.format(Locale.ROOT, "part-%05d", part);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Returns a context without begin tokens from its row. */
  public static PackedContext context(Row row) {
    return context(row, Begin.NONE);
  }

  private static PackedContext context(Row row, Begin begin) {
    scala.collection.Seq<Integer> ids = row.getSeq(1);
    int[] tokens = new int[ids.length()];
    int at = 0;
    for (scala.collection.Iterator<Integer> it = ids.iterator(); it.hasNext(); ) {
      tokens[at++] = it.next();
    }
    List<Segment> segments = new ArrayList<>();
    for (Row s : row.<Row>getList(2)) {
      segments.add(new Segment(s.getString(0), s.getInt(1), s.getInt(2), s.getInt(3), s.getInt(4)));
    }
    return new PackedContext(row.getLong(0), tokens, segments, row.getInt(3), begin);
  }

  private static void writeManifest(Path manifest, List<Row> parts) throws IOException {
    List<Map<String, Object>> listed = new ArrayList<>();
    long contexts = 0;
    for (Row part : parts) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("folder", name(part.getInt(0)));
      entry.put("firstContext", part.getLong(1));
      entry.put("contexts", part.getLong(2));
      listed.add(entry);
      contexts += part.getLong(2);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("contexts", contexts);
    all.put("parts", listed);
    Path temporary = manifest.resolveSibling(".manifest.json.tmp");
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(temporary.toFile(), all);
    Files.move(temporary, manifest, StandardCopyOption.ATOMIC_MOVE);
  }
}
