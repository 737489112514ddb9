package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.PackedContext;
import dev.icp.Tail;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputVerifier;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A run whose driver is lost goes on where it stood. */
class SparkWorkDirectoryTest {
  private static final String WORK = "icp.test.work";
  private static final String STAGE = "icp.test.stage";
  private static final int HALTED = 77;

  private final SparkSession spark = LocalSpark.open();

  @TempDir private Path folder;

  /** Ends the process, as a kill would, when a stage is complete. */
  public static final class Halting extends SparkListener {
    @Override
    public void onJobEnd(SparkListenerJobEnd end) {
      if (isComplete(Path.of(System.getProperty(WORK)), System.getProperty(STAGE))) {
        Runtime.getRuntime().halt(HALTED);
      }
    }
  }

  private static List<Path> stages(Path work) {
    try (Stream<Path> all = Files.list(work.resolve(".icp-stages"))) {
      return all.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isComplete(Path work, String stage) {
    return stages(work).stream()
        .anyMatch(
            path ->
                path.getFileName().toString().startsWith(stage + "-")
                    && Files.exists(path.resolve("complete")));
  }

  private int runElsewhere(String stage, Path work, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX:"))
            .filter(argument -> !argument.contains("javaagent"))
            .toList());
    Map<String, Object> properties =
        Map.of(
            WORK,
            work,
            STAGE,
            stage,
            "spark.master",
            "local[2]",
            "spark.extraListeners",
            Halting.class.getName(),
            "spark.ui.enabled",
            "false",
            "spark.driver.bindAddress",
            "127.0.0.1",
            "spark.driver.host",
            "localhost",
            "spark.sql.shuffle.partitions",
            "3");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(new File(System.getProperty("user.dir")))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log-" + stage).toFile())
            .start();
    return process.waitFor();
  }

  @Test
  @EnabledIfSystemProperty(named = "icp.cluster", matches = "true", disabledReason = "-Pcluster")
  void aDriverThatIsKilledAfterEachStageChangesNoByte() throws Exception {
    String corpus = SparkMetadataTest.corpus(folder, SparkMetadataTest.documents(300)).toString();
    Path work = folder.resolve("work");
    Path out = folder.resolve("out");
    List<String> arguments =
        List.of(
            corpus,
            "--context-length=256",
            "--metadata=source",
            "--neighbours=5",
            "--near-duplicates=drop:0.9",
            "--documents-per-group=100",
            "--format=megatron",
            "--tail=pad",
            "--work-dir=" + work,
            "--output=" + out);
    List<String> stages = List.of("documents", "neighbours", "groups", "order");
    for (String stage : stages) {
      assertThat(runElsewhere(stage, work, arguments))
          .as("%s", Files.readString(folder.resolve("log-" + stage)))
          .isEqualTo(HALTED);
      assertThat(isComplete(work, stage)).isTrue();
      assertThat(out.resolve("manifest.json")).doesNotExist();
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(lines, true, StandardCharsets.UTF_8);
    assertThat(Main.run(arguments.toArray(String[]::new), printed, System.err)).isZero();
    assertThat(lines.toString(StandardCharsets.UTF_8))
        .startsWith(
            "Went on after an earlier run, of which this was complete: documents, neighbours,")
        .contains("groups, order.");
    assertThat(stages(work)).isEmpty();
    OutputManifest manifest = OutputVerifier.verify(out);

    Path anew = folder.resolve("anew");
    List<String> without = new ArrayList<>(arguments);
    without.removeIf(argument -> argument.contains("-dir=") || argument.contains("output="));
    without.add("--output=" + anew);
    assertThat(Main.run(without.toArray(String[]::new), printed, System.err)).isZero();
    OutputManifest expected = OutputVerifier.verify(anew);
    assertThat(manifest.contents()).isEqualTo(expected.contents());
    assertThat(manifest.layout()).isEqualTo(expected.layout());
    assertThat(manifest.counts()).isEqualTo(expected.counts());
    try (Stream<Path> files = Files.list(anew.resolve("megatron"))) {
      for (Path file : files.toList()) {
        assertThat(out.resolve("megatron").resolve(file.getFileName()))
            .hasSameBinaryContentAs(file);
      }
    }
  }

  private List<PackedContext> pack(
      List<Document> documents,
      String work,
      UnaryOperator<SparkContexts> change,
      List<List<String>> found) {
    try (SparkContexts packing =
        SparkContexts.of(Samples.dataset(spark, documents, 2))
            .neighbours(5)
            .documentsPerGroup(40)
            .onReport(report -> found.add(report.run().resumed()))) {
      if (!work.isEmpty()) {
        packing.workDirectory(work);
      }
      return Samples.collect(change.apply(packing).pack(300));
    }
  }

  @Test
  void anotherInputOrSettingIsNotMistaken() throws IOException {
    List<Document> documents = Samples.documents(90, 4);
    OtherFileSystem.register(spark.sparkContext().hadoopConfiguration());
    String work = OtherFileSystem.location(folder.resolve("work"));
    List<List<String>> found = new ArrayList<>();
    List<PackedContext> first = pack(documents, work, packing -> packing, found);
    assertThat(found.remove(0)).isEmpty();
    assertThat(pack(documents, work, packing -> packing, found)).isEqualTo(first);
    assertThat(found.remove(0)).containsExactly("documents", "neighbours", "groups", "order");

    requireFound(
        documents,
        work,
        packing -> packing.documentsPerGroup(30).neighbours(4),
        List.of("documents"));
    UnaryOperator<SparkContexts> same = packing -> packing.documentsPerGroup(30).neighbours(4);
    List<String> grouped = List.of("documents", "neighbours", "groups");
    requireFound(
        documents,
        work,
        packing -> same.apply(packing).orderer(ContextOrderers.greedyPath()),
        grouped);
    requireMade(
        documents,
        work,
        packing -> same.apply(packing).nearDuplicates(NearDuplicates.separate(0.4)),
        grouped);
    requireMade(documents, work, packing -> same.apply(packing).epoch(1).maxDocuments(3), grouped);
    requireFound(
        documents,
        work,
        packing -> packing.documentsPerGroup(35).neighbours(4),
        List.of("documents", "neighbours"));
    requireFound(
        documents, work, packing -> packing.weightBy("tokens:50=2").tail(Tail.PAD), List.of());
    // Of a stage one result is kept, as on one machine.
    List<Document> changed = new ArrayList<>(documents);
    changed.set(40, new Document(documents.get(40).id(), documents.get(40).text() + "!"));
    requireMade(changed, work, packing -> packing, List.of());
  }

  private List<PackedContext> requireFound(
      List<Document> documents,
      String work,
      UnaryOperator<SparkContexts> change,
      List<String> expected) {
    List<List<String>> found = new ArrayList<>();
    List<PackedContext> contexts = pack(documents, work, change, found);
    assertThat(found.get(0)).isEqualTo(expected);
    return contexts;
  }

  /** Packs with the work directory, and anew. */
  private void requireMade(
      List<Document> documents,
      String work,
      UnaryOperator<SparkContexts> change,
      List<String> expected) {
    assertThat(requireFound(documents, work, change, expected))
        .isEqualTo(pack(documents, "", change, new ArrayList<>()));
  }

  @Test
  void whatIsNotCompleteIsMadeOnceMore() throws IOException {
    List<Document> documents = Samples.documents(60, 3);
    Path work = folder.resolve("work");
    List<List<String>> found = new ArrayList<>();
    List<PackedContext> expected = pack(documents, work.toString(), packing -> packing, found);
    Path complete = stages(work).get(0).resolve("complete");
    assertThat(complete.toString()).contains("documents-");
    byte[] manifest = Files.readAllBytes(complete);
    // Cut off; not there; a file of rows that is not there.
    Files.write(complete, java.util.Arrays.copyOf(manifest, manifest.length / 2));
    assertThat(pack(documents, work.toString(), packing -> packing, found)).isEqualTo(expected);
    Files.delete(stages(work).get(0).resolve("complete"));
    assertThat(pack(documents, work.toString(), packing -> packing, found)).isEqualTo(expected);
    try (Stream<Path> files = Files.list(stages(work).get(0))) {
      Files.delete(files.filter(f -> f.toString().contains("part-")).findFirst().orElseThrow());
    }
    assertThat(pack(documents, work.toString(), packing -> packing, found)).isEqualTo(expected);
    assertThat(found)
        .containsExactly(
            List.of(),
            List.of("neighbours", "groups", "order"),
            List.of("neighbours", "groups", "order"),
            List.of("neighbours", "groups", "order"));
    // A byte that has changed is found out when it is read.
    Path part;
    try (Stream<Path> files = Files.list(stages(work).get(0))) {
      part = files.filter(f -> f.toString().contains("part-")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length - 2] ^= 1;
    Files.write(part, bytes);
    assertThatThrownBy(() -> pack(documents, work.toString(), packing -> packing, found))
        .hasStackTraceContaining("cannot be used, delete the work directory");
    assertThat(Collections.max(stages(work)).toString()).contains("order-");
  }

  @Test
  void oneRunAtATimeHasAWorkDirectory() {
    List<Document> documents = Samples.documents(20, 2);
    String work = folder.resolve("work").toString();
    try (SparkContexts packing =
        SparkContexts.of(Samples.dataset(spark, documents, 2)).workDirectory(work)) {
      List<PackedContext> contexts = Samples.collect(packing.pack(300));
      assertThatThrownBy(() -> pack(documents, work, other -> other, new ArrayList<>()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(work + ": another run is using this work directory");
      // Which the first one has noticed nothing of.
      assertThat(Samples.collect(packing.pack(300))).isEqualTo(contexts);
      assertThat(packing.report().run().resumed())
          .containsExactly("documents", "neighbours", "order");
      packing.deleteWork();
    }
    assertThat(folder.resolve("work/.icp-stages")).doesNotExist();
    assertThat(Main.run(new String[] {"a", "-o", "b", "--keep-work"}, System.out, System.err))
        .isEqualTo(2);
  }
}
