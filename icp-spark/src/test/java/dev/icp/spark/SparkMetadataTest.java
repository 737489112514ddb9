package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Segment;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.OutputVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of documents goes with them. */
class SparkMetadataTest {
  private final SparkSession spark = LocalSpark.open();

  @TempDir private Path folder;

  /** Some have all of it, some a part, some nothing. */
  static List<Document> documents(int count) {
    List<Document> documents = new ArrayList<>();
    for (Document document : Samples.documents(count, 4)) {
      int i = documents.size();
      Map<String, Object> known = new LinkedHashMap<>();
      if (i % 3 > 0) {
        known.put("source", i % 2 == 0 ? "the \"web\" – ä" : "5");
        known.put("stars", (long) i);
      }
      if (i % 4 == 1) {
        known.put("score", i / 2.0);
      }
      documents.add(new Document(document.id(), document.text(), known));
    }
    return documents;
  }

  /** Writes documents as JSON Lines. */
  static Path corpus(Path folder, List<Document> documents) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Document document : documents) {
      Map<String, Object> fields = new LinkedHashMap<>(document.metadata());
      fields.put("id", document.id());
      fields.put("text", document.text());
      lines.add(new ObjectMapper().writeValueAsString(fields));
    }
    return Files.write(folder.resolve("corpus.jsonl"), lines);
  }

  @Test
  void filesSayTheSameAsOnOneMachine() throws IOException {
    List<Document> documents = documents(300);
    Path single = folder.resolve("single");
    try (PackedContexts contexts = ContextBuilder.of(documents).keepPathOrder().pack(256);
        OutputFolder output = OutputFolder.open(single)) {
      contexts.writeTo(output.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      output.commit(contexts.report());
    }
    Path out = folder.resolve("out");
    String corpus = corpus(folder, documents).toString();
    int code =
        Main.run(
            new String[] {
              corpus,
              "--metadata=source,stars,score",
              "--context-length=256",
              "--keep-path-order",
              "--format=jsonl",
              "--output=" + out
            },
            System.out,
            System.err);
    assertThat(code).isZero();
    OutputManifest expected = OutputManifest.read(single);
    OutputManifest manifest = OutputVerifier.verify(out);
    assertThat(manifest.contents()).isEqualTo(expected.contents());
    assertThat(manifest.layout()).isEqualTo(expected.layout());
    assertThat(lines(out)).isEqualTo(lines(single)).anyMatch(line -> line.contains("\"score\": "));
  }

  private static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    assertThat(lines).isNotEmpty();
    return lines;
  }

  @Test
  void columnsGoWithTheDocumentsOfEveryGroup() throws IOException {
    List<Document> documents = documents(300);
    Dataset<Row> rows = spark.read().json(corpus(folder, documents).toString());
    Map<String, Map<String, Object>> known = new HashMap<>();
    documents.forEach(document -> known.put(document.id(), document.metadata()));
    for (int group : new int[] {1000, 80}) {
      List<PackedContext> contexts = new ArrayList<>();
      try (SparkContexts packing =
          SparkContexts.of(rows)
              .metadata("source", "stars", "score")
              .documentsPerGroup(group)
              .keepPathOrder()) {
        for (Row row : packing.pack(256).collectAsList()) {
          contexts.add(SparkOutput.context(row));
        }
      }
      SparkContextsTest.requireLossless(documents, contexts, 256);
      for (PackedContext context : contexts) {
        for (Segment segment : context.segments()) {
          assertThat(segment.metadata()).isEqualTo(known.get(segment.id()));
        }
      }
      if (group == 1000) {
        assertThat(contexts)
            .isEqualTo(Samples.single(ContextBuilder.of(documents).keepPathOrder(), 256));
      }
    }
  }

  @Test
  void columnsOfOtherTypesAreStringsOrRefused() {
    Dataset<Row> rows =
        spark.sql(
            "select 'a' id, 'x' text, true open, date'2026-01-02' day, cast(0.5 as float) half,"
                + " cast(7 as tinyint) small, array(1) list, cast(null as int) none");
    try (SparkContexts packing =
        SparkContexts.of(rows).metadata("open", "day", "half", "small", "none")) {
      Row context = packing.pack(5).first();
      assertThat(SparkOutput.context(context).segments().get(0).metadata())
          .isEqualTo(Map.of("open", "true", "day", "2026-01-02", "half", 0.5, "small", 7L));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> packing.metadata("list"))
          .withMessage(
              "column \"list\" of the documents: array<int>, expected a string, a number, a"
                  + " boolean, a date or a timestamp");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> packing.metadata("day", "day"))
          .withMessage("metadata: [day, day]");
    }
  }
}
