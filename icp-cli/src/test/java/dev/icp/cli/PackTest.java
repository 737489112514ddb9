package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackTest {
  private static final String LINES =
      """
      {"id": "cat 1", "text": "the cat purrs on the warm mat"}
      {"id": "ship 1", "text": "a ship sails over the stormy ocean"}
      {"id": "cat 2", "text": "on the mat the cat purrs and sleeps 😀 \\u0000 e\u0301"}
      {"id": "ship 2", "text": "the stormy ocean shakes a ship"}
      {"id": "empty", "text": ""}
      """;

  @TempDir Path folder;
  private Path output = Path.of("");
  private Path contexts = Path.of("");

  @BeforeEach
  void paths() {
    output = folder.resolve("out");
    contexts = output.resolve("contexts.jsonl");
  }

  private Path corpus() {
    return Cli.write(folder.resolve("corpus.jsonl"), LINES);
  }

  private Json report(String section) {
    return Json.values(output.resolve("report.json")).getFirst().field(section);
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void packsEveryByteOfEveryDocument() throws IOException {
    Cli run = Cli.run("pack", corpus(), "--output", output, "--context-length", 40).succeeded();

    assertThat(Contexts.texts(contexts))
        .containsExactly(
            Map.entry("cat 1", "the cat purrs on the warm mat"),
            Map.entry("cat 2", "on the mat the cat purrs and sleeps 😀 \0 e\u0301"),
            Map.entry("empty", ""),
            Map.entry("ship 1", "a ship sails over the stormy ocean"),
            Map.entry("ship 2", "the stormy ocean shakes a ship"));
    assertThat(written()).containsExactly("contexts.jsonl", "manifest.json", "report.json");
    assertThat(report("input").number("documents")).isEqualTo(5);
    // The empty document has none.
    assertThat(report("contexts").number("separators")).isEqualTo(4);
    assertThat(report("contexts").number("separatorsLeftOut")).isEqualTo(1);
    assertThat(run.out())
        .startsWith("Packed 5 documents (139 tokens) into 4 contexts of 40 tokens.\n")
        .contains("\nA document and the next: mean cosine 0.")
        .contains("; in random order it is 0.")
        .contains("\nContext 0: ", "\nContext 2: ", "\nContext 3: ", "\n  ship 1\n")
        .containsPattern(
            "\n\\Q%s\\E \\([0-9.]+ KB\\) and \\Q%s\\E written in [0-9.]+ s\\.\n$"
                .formatted(contexts, output.resolve("report.json")));
  }

  @Test
  void theManifestHasOptionsAsTheyAreGiven() {
    Cli.run("pack", corpus(), "-o", output, "--shard-size", "20k").succeeded();
    assertThat(Cli.read(output.resolve("manifest.json"))).contains("\"--shard-size=20k\"");

    Cli.run("pack", corpus(), "-o", output, "--shard-size=4g", "--overwrite").succeeded();
    Cli.run("pack", corpus(), "-o", output, "--shard-size=4096m").succeeded();
    assertThat(Cli.read(output.resolve("manifest.json"))).contains("\"--shard-size=4g\"");
  }

  @Test
  void canLeaveTokensOut() {
    Cli.run("pack", corpus(), "--output", output, "--no-tokens").succeeded();

    assertThat(Cli.read(contexts)).contains("\"padding\": 0}\n").doesNotContain("tokens");
  }

  @Test
  void givesTheSameBytesForAnyNumberOfThreadsAndAgain() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      lines.append("{\"text\": \"w%d w%d w%d v%d\"}\n".formatted(i % 97, i % 89, i % 13, i));
    }
    Path corpus = Cli.write(folder.resolve("c.jsonl"), lines.toString());
    String first = "";
    for (int threads : new int[] {1, 2, 2, 7}) {
      Cli.run("pack", corpus, "-o", output, "--context-length", 500, "--threads", threads)
          .succeeded();
      String now = Cli.read(contexts);
      assertThat(first.isEmpty() || first.equals(now)).isTrue();
      first = now;
    }
    Cli.run("pack", corpus, "-o", output, "--context-length", 500, "--seed", "-1", "--overwrite")
        .succeeded();
    assertThat(Cli.read(contexts)).isNotEqualTo(first);
  }

  @Test
  void keepsTheOrderOfTheInputWhenAsked() {
    Cli.run(
            "pack",
            corpus(),
            "--output=" + output,
            "--order=input",
            "--context-length=60",
            "--keep-path-order")
        .succeeded();

    assertThat(Cli.read(contexts).lines().toList().get(0))
        .contains("\"cat 1\"", "\"ship 1\"")
        .doesNotContain("\"cat 2\"");
  }

  @Test
  void takesEverySetting() {
    Cli.run(
            "pack",
            corpus(),
            "-o",
            output,
            "--order",
            "random",
            "--neighbours",
            "3",
            "--near-duplicates",
            "drop:0.9",
            "--separator",
            "10",
            "--tail",
            "pad",
            "--heap",
            "900m",
            "--work-dir",
            folder.resolve("work/deep"),
            "--threads",
            "1",
            "--seed",
            "42",
            "--context-length",
            "64",
            "--tokenizer",
            "bytes")
        .succeeded();

    assertThat(report("settings").string("orderer")).isEqualTo("random");
    assertThat(report("settings").number("neighbours")).isEqualTo(3);
    assertThat(report("settings").string("nearDuplicates")).isEqualTo("drop:0.9");
    assertThat(report("settings").number("separator")).isEqualTo(10);
    assertThat(report("settings").number("seed")).isEqualTo(42);
    assertThat(report("run").number("threads")).isEqualTo(1);
    assertThat(report("settings").number("contextLength")).isEqualTo(64);
    assertThat(report("contexts").number("padding")).isPositive();
    assertThat(folder.resolve("work/deep")).isEmptyDirectory();
  }

  @Test
  void takesOtherFields() {
    Path corpus = Cli.write(folder.resolve("c.jsonl"), "{\"body\": \"b\", \"url\": \"u\"}");

    Cli.run("pack", corpus, "-o", output, "--text-field", "body", "--id-field", "url").succeeded();

    assertThat(Contexts.texts(contexts)).containsExactly(Map.entry("u", "b"));
  }

  @Test
  void readsFoldersAndSaysWhichFilesItSkipped() throws IOException {
    Path docs = folder.resolve("docs");
    Cli.write(docs.resolve("a.md"), "one");
    Cli.write(docs.resolve("b/c.md"), "two");
    Cli.write(docs.resolve("d.txt"), "three");
    Cli.write(docs.resolve("logo.png"), new byte[] {(byte) 0x89, 'P', 'N'});
    Files.createSymbolicLink(docs.resolve("link"), Path.of("b"));

    Cli run = Cli.run("pack", docs, "-o", output).succeeded();
    assertThat(Contexts.texts(contexts).keySet())
        .containsExactly(docs + "/a.md", docs + "/b/c.md", docs + "/d.txt");
    assertThat(run.out())
        .contains(
            "\nRead 3 files as text (3 documents).\n",
            "\nLeft out 2 files of folders: %1$s/link: a link to a folder, which is not followed;"
                    .formatted(docs)
                + " %1$s/logo.png: not UTF-8 text: byte 0x89 at offset 0.\n".formatted(docs));

    run = Cli.run("pack", docs, "-o", output, "--extensions", "md,.rst", "--overwrite").succeeded();
    assertThat(Contexts.texts(contexts)).hasSize(2);
    assertThat(run.out())
        .contains(
            "\nLeft out 3 files of folders: %1$s/d.txt: its extension is not .md or .rst;"
                .formatted(docs));
  }

  @Test
  void doesNotReadItsOwnOutput() {
    Cli.write(folder.resolve("a.md"), "one");
    for (int run = 0; run < 2; run++) {
      Cli.run("pack", folder, "--output", output, "--work-dir", folder.resolve("work")).succeeded();
      assertThat(Contexts.texts(contexts)).containsOnlyKeys(folder + "/a.md");
    }
  }

  @Test
  void packsSeveralInputsWithTheirOwnNames() {
    Path readme = Cli.write(folder.resolve("README.md"), "read me");
    Path docs = folder.resolve("docs");
    Path source = folder.resolve("core/src");
    Cli.write(docs.resolve("a.md"), "a");
    Cli.write(source.resolve("A.java"), "b");

    Cli.run("pack", readme, docs, source, corpus(), "-o", output).succeeded();

    assertThat(Contexts.texts(contexts))
        .hasSize(8)
        .containsKeys(folder + "/README.md", folder + "/docs/a.md", folder + "/core/src/A.java");
  }

  @Test
  void skipsBadDocumentsWhenAskedAndListsThem() {
    Path corpus =
        Cli.write(
            folder.resolve("corpus.jsonl"),
            """
            no json
            {"id": "a", "text": "one"}
            {"id": "b"}
            {"id": "a", "text": "two"}
            {"id": "c", "text": "\\ud800"}
            {"id": "d", "text": "three"}
            """);

    Cli run = Cli.run("pack", corpus, "-o", output, "--skip-bad-documents").succeeded();

    assertThat(Contexts.texts(contexts)).containsOnlyKeys("a", "d");
    assertThat(run.out()).contains("\nSkipped 4 bad documents; the report lists them.\n");
    assertThat(report("input").number("documents")).isEqualTo(2);
    assertThat(report("input").number("documentsSkipped")).isEqualTo(4);
    List<Json> skipped = report("input").field("skipped").elements();
    assertThat(skipped)
        .extracting(s -> s.number("position"), s -> s.string("id"))
        .containsExactly(
            tuple(0, corpus + ":1"),
            tuple(2, corpus + ":3"),
            tuple(3, "a"),
            tuple(4, corpus + ":5"));
    assertThat(skipped)
        .extracting(s -> s.string("reason"))
        .satisfiesExactly(
            reason -> assertThat(reason).startsWith("not JSON: "),
            reason -> assertThat(reason).isEqualTo("no field \"text\""),
            reason -> assertThat(reason).isEqualTo(corpus + ":4: duplicate id \"a\""),
            reason -> assertThat(reason).contains("lone surrogate"));
  }

  @Test
  void hintsAtNearDuplicatesAndDropsThemWhenAsked() {
    String line = "{\"text\": \"the very same words\"}\n";
    Path corpus = Cli.write(folder.resolve("c.jsonl"), line.repeat(3));

    assertThat(Cli.run("pack", corpus, "-o", output).succeeded().out())
        .contains("\n2 documents have exactly the text of an earlier one.\n")
        .contains("\n3 documents have a near duplicate (cosine 0.95 or more); --near-duplicates");
    assertThat(
            Cli.run("pack", corpus, "-o", output, "--near-duplicates", "drop:0.95", "--overwrite")
                .succeeded()
                .out())
        .startsWith("Packed 1 document ")
        .contains("\nDropped 2 near duplicates (38 tokens); " + output.resolve("dropped.jsonl"))
        .doesNotContain("--near-duplicates");
    List<Json> dropped = Json.values(output.resolve("dropped.jsonl"));
    assertThat(dropped)
        .extracting(d -> d.string("id"), d -> d.string("keptId"))
        .containsExactly(tuple(corpus + ":2", corpus + ":1"), tuple(corpus + ":3", corpus + ":1"));
    assertThat(dropped).allMatch(d -> Double.parseDouble(d.string("cosine")) > 0.9999);
  }

  @Test
  void keepsNearDuplicatesApartWhenAsked() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      String words = "alpha" + i + " beta" + i + " gamma" + i;
      lines.append("{\"id\": \"a" + i + "\", \"text\": \"" + words + "\"}\n");
      lines.append("{\"id\": \"b" + i + "\", \"text\": \"" + words + "\"}\n");
    }
    Path corpus = Cli.write(folder.resolve("c.jsonl"), lines.toString());
    Cli.run("pack", corpus, "-o", output, "--near-duplicates", "drop:0.95").succeeded();

    Cli run =
        Cli.run(
                "pack",
                corpus,
                "-o",
                output,
                "--near-duplicates",
                "separate:0.95",
                "--context-length",
                100,
                "--overwrite")
            .succeeded();

    assertThat(run.out())
        .contains(" to keep near duplicates apart; 0 pairs still share a context.");
    assertThat(Contexts.texts(contexts)).hasSize(60);
    assertThat(output.resolve("dropped.jsonl")).as("of the run before").doesNotExist();
    assertThat(report("duplicates").number("moved")).isPositive();
  }

  @Test
  void anEmptyCorpusIsAFailure() {
    Path corpus = Cli.write(folder.resolve("c.jsonl"), "\n");

    Cli.run("pack", corpus, "-o", output)
        .failed(Main.FAILED, corpus + ": nothing to read: no documents");
    assertThat(output).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": 1, \"text\": \"alone\"}",
        "{\"id\": 1, \"text\": \"\"}",
        "{\"id\": 1, \"text\": \"\"}\n{\"id\": 2, \"text\": \"\"}",
        "{\"id\": 1, \"text\": \"one two\"}\n{\"id\": 2, \"text\": \"three four\"}",
      })
  void smallCorporaWork(String lines) {
    Path corpus = Cli.write(folder.resolve("c.jsonl"), lines);

    Cli.run("pack", corpus, "-o", output, "--context-length", 4).succeeded();

    assertThat(Contexts.texts(contexts)).hasSize((int) lines.lines().count());
  }

  @Test
  void showsBarsOnATerminal() {
    Cli run = Cli.onTerminal("pack", corpus(), "-o", output);

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("\rReading documents", "\rWriting contexts   [####");
    assertThat(run.err().lines().map(String::length).toList()).allMatch(l -> l < 80);
  }
}
