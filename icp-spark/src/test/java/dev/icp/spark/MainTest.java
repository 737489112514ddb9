package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.NearDuplicates;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.OutputVerifier;
import dev.icp.formats.ReportReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What spark-submit starts. */
class MainTest {
  @BeforeAll
  static void open() {
    LocalSpark.open();
  }

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

  /** Returns what a single machine writes of the same. */
  private OutputManifest single(List<Document> documents, Path to, OutputFormat... formats)
      throws IOException {
    try (PackedContexts contexts =
            ContextBuilder.of(documents).keepPathOrder().tail(Tail.PAD).pack(256);
        OutputFolder output = OutputFolder.open(to)) {
      for (OutputFormat format : formats) {
        contexts.writeTo(output.contexts(format, OutputOptions.defaults()));
      }
      output.commit(contexts.report());
    }
    return OutputManifest.read(to);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TEXT", "TEXT_PARQUET"})
  void writesWhatASingleMachineMakes(OutputFormat format) throws IOException {
    List<Document> documents = Samples.documents(300, 4);
    String corpus = corpus(documents).toString();
    OutputManifest expected = single(documents, folder.resolve("single"), format);
    Path out = folder.resolve("out");
    Path report = folder.resolve("report.json");
    assertThat(
            run(
                corpus,
                "--context-length=256",
                "--keep-path-order",
                "--tail=pad",
                "--format=" + format.label(),
                "--report=" + report,
                "--output=" + out))
        .as(error)
        .isEqualTo(0);
    OutputManifest manifest = OutputVerifier.verify(out);
    assertThat(manifest.contents()).isEqualTo(expected.contents());
    assertThat(manifest.layout()).isEqualTo(expected.layout());
    assertThat(manifest.counts()).isEqualTo(expected.counts());
    assertThat(manifest.outputs().getFirst().shards()).hasSizeGreaterThan(1);
    assertThat(manifest.command())
        .startsWith("icp-spark", corpus)
        .contains("--begin=none", "--boundary=split", "--context-length=256");
    assertThat(ReportReader.read(report).contexts())
        .isEqualTo(ReportReader.read(out.resolve("report.json")).contexts());
    assertThat(new ObjectMapper().readTree(report.toFile()).at("/cluster/groups").asInt())
        .isEqualTo(1);
  }

  @Test
  void replacesOnlyWhatItMay() throws IOException {
    String corpus = corpus(Samples.documents(40, 2)).toString();
    Path out = folder.resolve("out");
    Path report = folder.resolve("report.json");
    String[] common = {corpus, "-o", out.toString(), "--report", report.toString()};
    assertThat(run(common, "--format", "mds", "--context-length", "64")).as(error).isEqualTo(0);
    assertThat(run(common, "--format", "mds", "--context-length", "64")).as(error).isEqualTo(0);
    assertThat(run(common, "--format", "npy,jsonl")).isEqualTo(1);
    assertThat(error)
        .isEqualTo(
            "icp-spark: "
                + out
                + ": holds the output of another run (--context-length=64, --format=mds): choose"
                + " another folder, or ask to overwrite it (--overwrite)");
    assertThat(run(common, "--format", "npy,jsonl", "--overwrite")).as(error).isEqualTo(0);
    assertThat(OutputVerifier.verify(out).outputs()).hasSize(2);
    assertThat(out.resolve("mds")).doesNotExist();
    Files.writeString(out.resolve("contexts-00000.jsonl"), "{}");
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(out));
  }

  /** What stands in the input is found out later, and would be said otherwise. */
  @Test
  void findsOutBeforeTheWorkWhatCannotBeWritten() throws IOException {
    String corpus = corpus(List.of(new Document("a", "one"), new Document("a", "two"))).toString();
    Path out = folder.resolve("out");
    String[] common = {corpus, "-o", out.toString()};
    assertThat(run(common, "--report", corpus + "/report.json")).isEqualTo(1);
    assertThat(error)
        .isEqualTo(
            "icp-spark: "
                + corpus
                + "/report.json: cannot be written: there is a file of this name");
    assertThat(run(common, "--report", corpus)).isEqualTo(1);
    assertThat(error).startsWith("icp-spark: " + corpus + ": is there already");
    assertThat(run(corpus, "-o", "nosuch://host/out")).isEqualTo(1);
    assertThat(error)
        .isEqualTo("icp-spark: nosuch://host/out: No FileSystem for scheme \"nosuch\"");
    assertThat(run(corpus, "-o", corpus)).isEqualTo(1);
    assertThat(error).startsWith("icp-spark: " + corpus + ": cannot be written: ");
    assertThat(out).doesNotExist();
  }

  /** Nothing of what is named here is there: whoever looked for it would say that. */
  @Test
  void refusesWhatDoesNotGoTogetherBeforeItLooksForDocuments() {
    String[] common = {"nosuch://host/corpus.jsonl", "-o", "nosuch://host/out"};
    assertThat(run(common, "--look-ahead", "9")).isEqualTo(2);
    assertThat(error).startsWith("icp-spark: --look-ahead needs --boundary keep-whole");
    assertThat(run(common, "--order", "nearest-with-repeats")).isEqualTo(2);
    assertThat(error).startsWith("icp-spark: --order: nearest-with-repeats repeats documents");
    assertThat(run(common, "--format", "jsonl,mds,jsonl")).isEqualTo(2);
    assertThat(error).startsWith("icp-spark: --format: jsonl more than once");
    assertThat(run(common, "--token-bytes", "2")).isEqualTo(2);
    assertThat(error)
        .startsWith("icp-spark: --token-bytes is for --format ")
        .contains("; jsonl has no place for it");
    assertThat(run(common, "--format", "text-parquet")).isEqualTo(2);
    assertThat(error)
        .isEqualTo(
            "icp-spark: --format text-parquet is for one machine: on Spark contexts have no texts"
                + " (see --help)");
    assertThat(run(common, "--documents-per-group", "0")).isEqualTo(2);
    assertThat(error).startsWith("icp-spark: documentsPerGroup: 0, expected 1 or more");
    assertThat(run(common, "--tokenizer", "nowhere/tokenizer.json")).isEqualTo(2);
    assertThat(error).startsWith("icp-spark: nowhere/tokenizer.json: no such file or folder");
    assertThat(run(common, "--separator", "70000")).isEqualTo(2);
    assertThat(error).startsWith("icp-spark: --separator: ");
    assertThat(run(common)).isEqualTo(1);
    assertThat(error).contains("nosuch");
  }

  @Test
  void writesForATrainer() throws IOException {
    String corpus = corpus(Samples.documents(40, 2)).toString();
    Path out = folder.resolve("out");
    String[] common = {corpus, "-o", out.toString(), "--context-length", "64"};
    assertThat(run(common, "--for", "nanotron")).as(error).isEqualTo(0);
    OutputManifest manifest = OutputVerifier.verify(out);
    assertThat(manifest.settings().contextLength()).isEqualTo(65);
    assertThat(manifest.outputs().getFirst().format()).isEqualTo("datatrove");
    assertThat(out.resolve("TRAINING.md")).content().contains("nanotron");
    assertThat(run(common, "--for", "olmo", "--tail", "short")).isEqualTo(2);
    assertThat(error).startsWith("icp-spark: --tail short does not go with npy");
    assertThat(run(common, "--for", "olmo", "--format", "mds")).isEqualTo(2);
    assertThat(error)
        .isEqualTo(
            "icp-spark: --for olmo does not go with --format mds: it reads npy (see --help)");
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
    Path out = folder.resolve("out");
    assertThat(
            run(
                corpus,
                "--context-length=400",
                "--near-duplicates=drop:0.9",
                "--tail=drop",
                "--output=" + out))
        .as(error)
        .isEqualTo(0);
    assertThat(ids(Files.readAllLines(out.resolve("dropped.jsonl"))))
        .hasSize(dropped)
        .isEqualTo(ids(Files.readAllLines(alone)));
    OutputManifest manifest = OutputVerifier.verify(out);
    assertThat(manifest.counts().nearDuplicatesDropped()).isEqualTo(dropped);
    assertThat(manifest.counts().tailTokensDropped()).isPositive();
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
    assertThat(error).isEqualTo("icp-spark: " + corpus + ":2: duplicate id \"a\"");
    assertThat(run(corpus, "-o", out, "--order", "alphabetical")).isEqualTo(2);
    assertThat(error)
        .startsWith("icp-spark: Invalid value for option '--order': expected cohesive, ")
        .contains("not 'alphabetical'")
        .endsWith(" (see --help)");
    assertThat(run(corpus, "-o", out, "--text-field", "body")).isEqualTo(1);
    assertThat(error)
        .isEqualTo("icp-spark: " + corpus + ":1: no field \"body\" (and 1 more bad one)");
    assertThat(run(corpus, "-o", out, "--text-field", "body", "--order-by", "id")).isEqualTo(2);
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
            "icp-spark: --order: bm25chunk:2048 compares any two documents, which is for one"
                + " machine (see --help)");
    assertThat(run(corpus, "-o", out, "--look-ahead", "9")).isEqualTo(2);
    assertThat(error).isEqualTo("icp-spark: --look-ahead needs --boundary keep-whole (see --help)");
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
