package dev.icp.spark.internal.input;

import dev.icp.formats.CorpusException;
import dev.icp.formats.CorpusPart;
import dev.icp.formats.CorpusReader;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.spark.internal.base.Locations;
import dev.icp.spark.internal.base.MetadataJson;
import dev.icp.spark.internal.steps.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Files that are read as one machine reads them, each task some parts of them. */
public final class CorpusFiles {
  /** The column of the place: ascending in the order of the input. */
  public static final String PLACE = "icp.place";

  /** The column that says why there is no document; null where there is one. */
  public static final String PROBLEM = "icp.problem";

  /** The column of what goes with the documents: see {@link MetadataJson}. */
  public static final String METADATA = "icp.metadata";

  /** A document, or why there is none. */
  static final StructType ROW =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add(PLACE, DataTypes.LongType, false)
          .add(PROBLEM, DataTypes.StringType)
          .add(METADATA, DataTypes.StringType);

  private static final long PART_BYTES = 1L << 25;

  /** So many that none keeps others waiting, and no more, which each have their own overhead. */
  private static final int TASKS_PER_CORE = 64;

  private final SparkSession session;
  private final ReadParts read;
  private final List<NumberedPart> parts = new ArrayList<>();

  /**
   * Finds the files.
   *
   * @throws IOException if an input is no location
   * @throws CorpusException if one does not exist or cannot be read
   */
  public CorpusFiles(SparkSession session, List<String> inputs, CorpusFields fields)
      throws IOException {
    this(session, inputs, fields, PART_BYTES);
  }

  CorpusFiles(SparkSession session, List<String> inputs, CorpusFields fields, long partBytes)
      throws IOException {
    this.session = session;
    Locations locations = new Locations(session);
    read = new ReadParts(locations, fields);
    List<Path> paths = new ArrayList<>();
    for (String input : inputs) {
      paths.add(locations.path(input));
    }
    List<CorpusPart> found = new ArrayList<>();
    for (CorpusPart part : fields.reader(paths).parts(partBytes)) {
      String file = locations.global(part.file());
      found.add(new CorpusPart(file, part.name(), part.given(), part.from(), part.to()));
    }
    List<Long> lines = countLines(session, found, locations);
    long before = 0;
    for (int i = 0; i < found.size(); i++) {
      CorpusPart part = found.get(i);
      before = part.from() == 0 ? 0 : before;
      parts.add(new NumberedPart(part, i, before));
      before += lines.get(i);
    }
  }

  /**
   * A document without an id is called by its line, which nobody knows who begins in the middle: of
   * each part that another one of the same file follows, the lines are counted; of others 0.
   *
   * @throws CorpusException naming a file that cannot be read
   */
  static List<Long> countLines(SparkSession session, List<CorpusPart> parts, Locations locations) {
    List<CorpusPart> followed =
        IntStream.range(0, parts.size())
            .filter(i -> isFollowed(parts, i))
            .mapToObj(parts::get)
            .toList();
    Iterator<Long> counts = counted(session, followed, locations).iterator();
    return IntStream.range(0, parts.size())
        .mapToObj(i -> isFollowed(parts, i) ? counts.next() : Long.valueOf(0))
        .toList();
  }

  private static boolean isFollowed(List<CorpusPart> parts, int i) {
    return i + 1 < parts.size() && parts.get(i + 1).from() > 0;
  }

  private static List<Long> counted(
      SparkSession session, List<CorpusPart> parts, Locations locations) {
    if (parts.isEmpty()) {
      return List.of();
    }
    try {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
      return Steps.named(
          context,
          "count lines",
          () ->
              context
                  .parallelize(parts, parts.size())
                  .map(part -> lines(part, locations))
                  .collect());
    } catch (Exception e) {
      // Spark's own, which is checked and not declared, says which task it was.
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof CorpusException unreadable) {
          throw unreadable;
        }
      }
      throw e;
    }
  }

  private static long lines(CorpusPart part, Locations locations) {
    try {
      return CorpusReader.countLines(part, locations.path(part.file()));
    } catch (IOException e) {
      throw ReadParts.unreadable(part.name(), e);
    }
  }

  /**
   * Returns the documents, with columns {@code id} and {@code text}.
   *
   * @param metadata names of what goes with them
   */
  public Dataset<Row> rows(List<String> metadata) {
    ReadParts reading = read.withMetadata(metadata);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    // Of many small files one task reads several.
    int most = TASKS_PER_CORE * context.defaultParallelism();
    return session.createDataFrame(
        context.parallelize(parts, Math.max(1, Math.min(parts.size(), most))).flatMap(reading),
        ROW);
  }

  /** Returns the file and the line, or the row, of a place; reads up to it. */
  public String location(long place) {
    try (DocumentSource source = read.open(parts.get(ReadParts.part(place)))) {
      for (long before = ReadParts.within(place); before >= 0; before--) {
        try {
          source.next();
        } catch (CorpusException e) {
          // Has its place.
        }
      }
      return source.location();
    } catch (IOException e) {
      return parts.get(ReadParts.part(place)).part().name();
    }
  }
}
