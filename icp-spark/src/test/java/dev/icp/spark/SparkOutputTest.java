package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.Tail;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputInspector;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.OutputOrigin;
import dev.icp.formats.OutputPart;
import dev.icp.formats.OutputVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output of many tasks is one output. */
class SparkOutputTest {
  private static final Set<OutputFormat> ALL =
      Stream.of(OutputFormat.values())
          .filter(format -> !format.holdsTexts())
          .collect(Collectors.toUnmodifiableSet());

  @TempDir private Path folder;
  private SparkSession spark;
  private SparkContexts packing;
  private Dataset<Row> contexts;

  @BeforeEach
  void pack() {
    spark = LocalSpark.open();
    OtherFileSystem.register(spark.sparkContext().hadoopConfiguration());
    packing = SparkContexts.of(Samples.dataset(spark, Samples.documents(120, 3), 3)).tail(Tail.PAD);
    contexts = packing.pack(128);
  }

  @AfterEach
  void close() {
    packing.close();
  }

  private SparkReport write(String location, Dataset<Row> some, Set<OutputFormat> formats)
      throws IOException {
    try (SparkOutput output =
        SparkOutput.open(
            spark,
            location,
            formats,
            OutputOptions.defaults(),
            new OutputOrigin(List.of(), List.of()),
            true)) {
      return output.write(some, packing.report());
    }
  }

  private List<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(file -> !file.equals("report.json") && !file.equals("manifest.json"))
          .sorted()
          .toList();
    }
  }

  private OutputManifest verified(Path root) throws IOException {
    OutputManifest manifest = OutputVerifier.verify(root);
    assertThat(files(root))
        .containsExactlyElementsOf(manifest.files().stream().map(f -> f.path()).sorted().toList());
    return manifest;
  }

  @Test
  void anotherNumberOfPartsLeavesNothingBehind() throws IOException {
    Path out = folder.resolve("out");
    Dataset<Row> many = contexts.repartitionByRange(7, contexts.col("context"));
    write(out.toString(), many.sortWithinPartitions("context"), ALL);
    OutputManifest seven = verified(out);
    assertThat(seven.outputs().getFirst().shards()).hasSize(7);
    // What a killed run has left.
    Files.writeString(out.resolve("megatron/.contexts-00009.bin.0123456789abcdef.tmp"), "x");
    Files.writeString(out.resolve(".contexts-00009.jsonl.0123456789abcdef.tmp"), "x");
    write(out.toString(), contexts.coalesce(1), ALL);
    OutputManifest one = verified(out);
    assertThat(one.outputs().getFirst().shards()).hasSize(1);
    assertThat(one.contents()).isEqualTo(seven.contents());
    assertThat(one.layout()).isEqualTo(seven.layout());
    assertThat(out.resolve("megatron/contexts.bin")).exists();
    assertThat(OutputInspector.open(out).inspect().manifest().counts().contexts())
        .isEqualTo(packing.report().contexts().count());
  }

  @Test
  void aFailedRunLeavesAnOlderOutputAsItWas() throws IOException {
    Path out = folder.resolve("out");
    write(out.toString(), contexts, ALL);
    String before = Files.readString(out.resolve("manifest.json"));
    long last = packing.report().contexts().count() - 1;
    Dataset<Row> failing =
        contexts.mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                rows ->
                    StreamSupport.stream(((Iterable<Row>) () -> rows).spliterator(), false)
                        .map(row -> unlessLast(row, last))
                        .iterator(),
            Encoders.row(contexts.schema()));
    assertThatThrownBy(() -> write(out.toString(), failing, ALL)).hasMessageContaining("the last");
    verified(out);
    assertThat(Files.readString(out.resolve("manifest.json"))).isEqualTo(before);
    Path fresh = folder.resolve("fresh");
    assertThatThrownBy(() -> write(fresh.toString(), failing, ALL)).isNotNull();
    assertThat(fresh).doesNotExist();
  }

  private static Row unlessLast(Row row, long last) {
    if (row.getLong(0) == last) {
      throw new IllegalStateException("the last one fails");
    }
    return row;
  }

  @Test
  void writesIntoAnyFileSystem() throws IOException {
    Path out = folder.resolve("out");
    String location = OtherFileSystem.location(out);
    SparkReport report = write(location, contexts, ALL);
    OutputManifest first = verified(out);
    assertThat(report.contexts().tokens()).isEqualTo(first.counts().contextTokens());
    Files.writeString(out.resolve("mds/.shard.00009.mds.0123456789abcdef.tmp"), "x");
    write(location, contexts.coalesce(1), Set.of(OutputFormat.MDS));
    assertThat(verified(out).layout()).isEqualTo(first.layout());
    assertThat(out.resolve("megatron")).doesNotExist();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> SparkOutput.open(spark, location, OutputFormat.MDS))
        .withMessage(
            location
                + ": holds the output of another run: choose another folder, or ask to overwrite it"
                + " (--overwrite)");
    Files.writeString(folder.resolve("file"), "x");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                SparkOutput.open(
                    spark, OtherFileSystem.location(folder.resolve("file/out")), OutputFormat.MDS))
        .withMessageContaining("cannot be written");
  }

  @Test
  void aFolderThatIsNotSharedIsAnError() throws IOException {
    OutputPart.Plan plan =
        new OutputPart.Plan(
            List.of(OutputFormat.JSONL),
            OutputOptions.defaults(),
            2,
            128,
            257,
            "bytes",
            dev.icp.Begin.NONE,
            -1);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> OutputPart.open(elsewhere, plan, 0))
        .withMessage(
            elsewhere
                + ": cannot be written: not the output folder that the run has opened; all machines"
                + " have to share it");
    String out = folder.resolve("out").toString();
    // What a machine that has another folder of this name has written.
    Dataset<Row> hiding =
        contexts.mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> hidden(rows, out),
            Encoders.row(contexts.schema()));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> write(out, hiding.coalesce(2), Set.of(OutputFormat.JSONL)))
        .withMessageContaining("all machines have to share the output folder");
    assertThat(Path.of(out, "manifest.json")).doesNotExist();
  }

  /** Takes the file that the task has begun to write out of the folder. */
  private static java.util.Iterator<Row> hidden(java.util.Iterator<Row> rows, String out) {
    return new java.util.Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = rows.hasNext();
        if (!more) {
          try (Stream<Path> files = Files.list(Path.of(out))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".tmp")).toList()) {
              Files.delete(file);
            }
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
        return more;
      }

      @Override
      public Row next() {
        return rows.next();
      }
    };
  }
}
