package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.formats.OutputFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What spark-submit starts. */
class MainTest {
  private final SparkSession spark = LocalSpark.open();

  @TempDir private Path folder;
  private String error = "";

  private int run(String[] common, String... more) {
    return run(Stream.of(common, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private int run(String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code = Main.run(args, new PrintStream(new ByteArrayOutputStream()), errors);
    error = err.toString(StandardCharsets.UTF_8).strip();
    return code;
  }

  private Path corpus(List<Document> documents) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (Document document : documents) {
      lines.add(
          json.writeValueAsString(
              json.createObjectNode().put("id", document.id()).put("text", document.text())));
    }
    return Files.write(folder.resolve("corpus.jsonl"), lines);
  }

  @Test
  void writesWhatASingleMachineMakes() throws IOException {
    List<Document> documents = Samples.documents(300, 4);
    String corpus = corpus(documents).toString();
    List<PackedContext> expected =
        Samples.single(ContextBuilder.of(documents).keepPathOrder(), 256);
    String parquet = folder.resolve("parquet").toString();
    Path report = folder.resolve("report.json");
    String[] common = {corpus, "--context-length", "256", "--keep-path-order"};
    assertThat(run(common, "-o", parquet, "--report", report.toString())).as(error).isEqualTo(0);
    assertThat(Samples.collect(spark.read().parquet(parquet).sort("context"))).isEqualTo(expected);
    assertThat(new ObjectMapper().readTree(report.toFile()).at("/contexts/count").asInt())
        .isEqualTo(expected.size());

    Path jsonl = folder.resolve("jsonl");
    assertThat(run(common, "-o", jsonl.toString(), "--format", "jsonl")).as(error).isEqualTo(0);
    JsonNode manifest = new ObjectMapper().readTree(jsonl.resolve("manifest.json").toFile());
    assertThat(manifest.get("contexts").asInt()).isEqualTo(expected.size());
    long next = 0;
    for (JsonNode part : manifest.get("parts")) {
      assertThat(part.get("firstContext").asLong()).isEqualTo(next);
      Path file = jsonl.resolve(part.get("folder").asText()).resolve("contexts.jsonl");
      for (String line : Files.readAllLines(file)) {
        JsonNode context = new ObjectMapper().readTree(line);
        assertThat(context.get("context").asLong()).isEqualTo(next);
        int[] tokens = new int[context.get("tokens").size()];
        for (int t = 0; t < tokens.length; t++) {
          tokens[t] = context.get("tokens").get(t).asInt();
        }
        assertThat(tokens).isEqualTo(expected.get((int) next).tokens());
        next++;
      }
    }
    assertThat(next).isEqualTo(expected.size());
    assertThat(run(corpus, "-o", jsonl.toString(), "--format", "jsonl")).isEqualTo(1);
    assertThat(error)
        .isEqualTo("icp-spark: " + jsonl.resolve("manifest.json") + ": there is an output already");
  }

  @Test
  void listsWhatWasDropped() throws IOException {
    List<Document> documents = NearDuplicatesTest.documents();
    String corpus = corpus(documents).toString();
    Path alone = folder.resolve("alone.jsonl");
    int dropped;
    try (PackedContexts contexts =
        ContextBuilder.of(documents).nearDuplicates(NearDuplicates.drop(0.9)).pack(400)) {
      dropped = (int) contexts.report().duplicates().dropped();
      OutputFolder.dropped(alone, contexts.dropped());
    }
    assertThat(dropped).isGreaterThan(20);
    List<String> expected = ids(Files.readAllLines(alone));
    String[] common = {corpus, "--context-length", "400", "--near-duplicates", "drop:0.9"};
    String parquet = folder.resolve("parquet").toString();
    assertThat(run(common, "-o", parquet)).as(error).isEqualTo(0);
    assertThat(ids(spark.read().json(parquet + "/_dropped").toJSON().collectAsList()))
        .hasSize(dropped)
        .isEqualTo(expected);
    assertThat(spark.read().parquet(parquet).columns())
        .containsExactly("context", "tokens", "segments", "padding");
  }

  private static List<String> ids(List<String> lines) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : lines) {
      JsonNode document = new ObjectMapper().readTree(line);
      assertThat(document.get("cosine").asDouble()).isBetween(0.89, 1.01);
      ids.add(document.get("id").asText() + " for " + document.get("keptId").asText());
    }
    return ids;
  }

  @Test
  void saysInOneLineWhatIsWrong() throws IOException {
    String corpus = corpus(List.of(new Document("a", "one"), new Document("a", "two"))).toString();
    String out = folder.resolve("out").toString();
    assertThat(run(corpus, "-o", out)).isEqualTo(1);
    assertThat(error).isEqualTo("icp-spark: duplicate id \"a\"");
    assertThat(run(corpus, "-o", out, "--order", "alphabetical")).isEqualTo(2);
    assertThat(error)
        .startsWith("icp-spark: Invalid value for option '--order': expected cohesive, ")
        .contains("not 'alphabetical'")
        .endsWith(" (see --help)");
    assertThat(run(corpus, "-o", out, "--text-field", "body")).isEqualTo(2);
    assertThat(error).startsWith("icp-spark: no column \"body\"");
    assertThat(run(corpus, "-o", out, "--format", "csv")).isEqualTo(2);
    assertThat(error).contains("'csv'");
    assertThat(run(corpus, "-o", out, "--near-duplicates", "drop")).isEqualTo(2);
    assertThat(error).contains("'--near-duplicates'").contains("as in drop:0.95");
    assertThat(run(corpus, "-o", out, "--order", "nearest-with-repeats")).isEqualTo(2);
    assertThat(error)
        .isEqualTo(
            "icp-spark: --order: nearest-with-repeats repeats documents, which is for one machine"
                + " (see --help)");
    assertThat(run(corpus, "-o", out, "--order", "bm25chunk")).isEqualTo(2);
    assertThat(error)
        .isEqualTo(
            "icp-spark: --order: bm25chunk:2048 compares any two documents, which is for one machine"
                + " (see --help)");
    assertThat(run(corpus, "-o", out, "--boundary", "keep-whole")).isEqualTo(2);
    assertThat(error)
        .isEqualTo("icp-spark: --boundary: KEEP_WHOLE is for one machine (see --help)");
    assertThat(run(corpus, "-o", out, "--method", "exact", "--overwrite")).isEqualTo(2);
    assertThat(error)
        .isEqualTo("icp-spark: --method: there is no such option on Spark (see --help)");
    assertThat(run(corpus, "-o", out, "--separator", "none", "--tail", "pad")).isEqualTo(2);
    assertThat(error)
        .isEqualTo(
            "icp-spark: --separator none: give --padding ID|TOKEN, which fills contexts up (see"
                + " --help)");
    assertThat(run(corpus)).isEqualTo(2);
    assertThat(Files.exists(Path.of(out))).isFalse();
  }
}
