package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code icp index} once, {@code icp pack --from} often. */
class IndexTest {
  @TempDir private Path folder;

  private Path corpus = Path.of("");
  private Path index = Path.of("");

  @BeforeEach
  void makeCorpus() {
    corpus = Cli.write(folder.resolve("corpus.jsonl"), lines(400));
    index = folder.resolve("index");
  }

  private static String lines(int size) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < size; i++) {
      lines.append("{\"name\":" + i + ",\"licence\":\"l" + i % 3 + "\",\"body\":\"");
      for (int w = 0; w < 5 + i * 7 % 30; w++) {
        lines.append("t" + i % 11 + "w" + (i * 31 + w * w) % 17 + " ");
      }
      lines.append("\"}\n");
    }
    return lines.toString();
  }

  private static final List<String> READING =
      List.of(
          "--text-field",
          "body",
          "--id-field",
          "name",
          "--metadata",
          "licence",
          "--neighbours",
          "9");

  private Cli index(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("index", corpus, "--output", index));
    arguments.addAll(READING);
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  private Cli from(String output, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("pack", "--from", index, "--output", folder.resolve(output)));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  private Cli scratch(String output, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("pack", corpus, "--output", folder.resolve(output)));
    arguments.addAll(READING);
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  private static String oneLine(int code, Cli run) {
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.err().lines()).hasSize(1);
    return run.err();
  }

  @Test
  void theBytesAreThoseOfARunFromScratch() throws IOException {
    assertThat(index().succeeded().out())
        .startsWith("Indexed 400 documents, ")
        .contains("9 neighbours of each", "icp pack --from");
    Object[][] settings = {
      {},
      {"--context-length", "333", "--seed", "5", "--order", "paper"},
      {"--context-length", "256", "--boundary", "keep-whole", "--format", "megatron"},
      {"--context-length", "512", "--start-anywhere", "--separator", "none", "--tail", "drop"},
      {"--near-duplicates", "drop:0.9", "--context-length", "1000", "--seed", "3"},
      {"--never-mix", "licence", "--context-length", "700"},
    };
    Path away = folder.resolve("away.jsonl");
    for (int i = 0; i < settings.length; i++) {
      String one = "scratch" + i;
      String other = "from" + i;
      assertThat(scratch(one, settings[i]).code()).isZero();
      // The corpus' files are not looked at.
      Files.move(corpus, away);
      assertThat(from(other, settings[i]).code()).isZero();
      Files.move(away, corpus);
      assertThat(contents(folder.resolve(other))).isEqualTo(contents(folder.resolve(one)));
    }
    // The output knows of what corpus it is, and how that was read.
    Cli verified = Cli.run("verify", folder.resolve("from1"), "--input", corpus);
    verified.succeeded();
  }

  /** Returns an output's files, but for those that say how it was made. */
  private static Map<String, String> contents(Path output) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = output.relativize(file).toString();
        if (!name.equals("report.json") && !name.equals("manifest.json")) {
          contents.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    assertThat(contents).isNotEmpty();
    return contents;
  }

  @Test
  void whatItHoldsIsSaid() {
    index().succeeded();
    Json report = Json.values(index.resolve("index.json")).getFirst();
    assertThat(report.number("documents")).isEqualTo(400);
    assertThat(report.number("k")).isEqualTo(9);
    assertThat(report.string("tokenizer")).isNotEmpty();
    assertThat(report.number("bytes")).isPositive();
  }

  @Test
  void theSameIsReplacedAndNothingElse() {
    index().succeeded();
    index().succeeded();
    assertThat(oneLine(1, index("--duplicate-ids", "number")))
        .contains("index.json: is of another run")
        .contains("--overwrite");
    index("--duplicate-ids", "number", "--overwrite").succeeded();
    from("out", "--context-length", "300").succeeded();
  }

  @Test
  void whatIsNoIndexIsRefusedInOneLine() throws IOException {
    assertThat(oneLine(1, from("out")))
        .isEqualTo("icp: " + index + ": no index: none was written there\n");
    index().succeeded();
    Files.delete(index.resolve(".icp-index/index.manifest"));
    assertThat(oneLine(1, from("out")))
        .isEqualTo(
            "icp: "
                + index
                + ": an index that is not complete: index again, which goes on there\n");
    index().succeeded();
    Path tokens = index.resolve(".icp-index/tokens");
    byte[] bytes = Files.readAllBytes(tokens);
    bytes[bytes.length - 1] ^= 1;
    Files.write(tokens, bytes);
    assertThat(oneLine(1, from("out")))
        .isEqualTo("icp: " + tokens + ": cannot be used: it is not as it was written\n");
  }

  @Test
  void otherSettingsAreRefusedInOneLine() {
    index().succeeded();
    String[][] wrong = {
      {"--text-field", "other"},
      {"--neighbours", "5"},
      {"--model", "minilm-q"},
      {"--relate", "words"},
      {"--duplicate-ids", "number"},
    };
    for (String[] options : wrong) {
      assertThat(oneLine(2, from("out", (Object[]) options)))
          .startsWith("icp: " + options[0] + " was decided when " + index + " was indexed: ");
    }
    assertThat(oneLine(2, from("out", corpus))).contains("--from takes what was indexed");
    assertThat(oneLine(1, from("out", "--never-mix", "source")))
        .isEqualTo("icp: --never-mix source: no document has such a field\n");
    assertThat(oneLine(2, from("out", "--order", "nextlong")))
        .contains("goes by pieces of documents, and not with --from");
    assertThat(oneLine(2, Cli.run("pack", "--output", folder.resolve("out"))))
        .contains("Missing required parameter: 'INPUT'");
  }

  @Test
  void anotherTokenizerIsRefused() {
    index().succeeded();
    Path tokenizer =
        Path.of("..", "icp-lucene", "src", "test", "resources", "dev", "icp", "lucene")
            .resolve("bpe");
    assertThat(oneLine(1, from("out", "--tokenizer", tokenizer)))
        .contains(
            "--tokenizer " + tokenizer + ": " + index + " was indexed with another tokenizer");
    from("out", "--tokenizer", "bytes").succeeded();
  }

  @Test
  void aCorpusThatHasChangedIsTakenOver() throws IOException {
    index().succeeded();
    List<String> lines = new ArrayList<>(lines(420).lines().toList());
    lines.remove(7);
    lines.set(50, lines.get(51).replace("\"name\":52,", "\"name\":51,"));
    Files.write(corpus, lines);
    Path updated = folder.resolve("updated");
    assertThat(update(index, updated).succeeded().out())
        .startsWith("Indexed 419 documents, ")
        .contains("Since " + index + ": 398 unchanged, 20 added, 1 changed, 1 removed; ")
        .doesNotContain("Note: words weigh");
    Json report = Json.values(updated.resolve("index.json")).getFirst();
    assertThat(report.number("documents")).isEqualTo(419);
    assertThat(report.number("wordsWeighedBy")).isEqualTo(400);
    assertThat(report.field("changes").number("added")).isEqualTo(20);
    Cli.run("pack", "--from", updated, "--output", folder.resolve("out")).succeeded();
    Cli.run("verify", folder.resolve("out"), "--input", corpus).succeeded();
    // The earlier one is what it was.
    from("before", "--context-length", "300").succeeded();
    assertThat(oneLine(1, update(index, index))).contains("--output has to be another folder");
    assertThat(oneLine(1, update(index, index.resolve("more"))))
        .contains("--output has to be another folder", "not within it");
    assertThat(index.resolve("more")).doesNotExist();
    assertThat(oneLine(1, update(index, folder.resolve("more"), "--neighbours", "5")))
        .contains("--update: --neighbours: 5, but " + index + " was indexed with 9");
    assertThat(oneLine(1, update(index, folder.resolve("more"), "--duplicate-ids", "number")))
        .contains("--update: --duplicate-ids: NUMBER, but " + index + " was indexed with REFUSE");
    Cli grown = update(updated, folder.resolve("again"));
    assertThat(grown.succeeded().out()).contains("419 unchanged, 0 added, 0 changed, 0 removed");
    Files.write(corpus, lines(600).lines().toList());
    assertThat(update(updated, folder.resolve("large")).succeeded().out())
        .contains("Note: words weigh what they weighed in 400 documents; without --update");
  }

  /** The same command over what the corpus is now. */
  private Cli update(Path earlier, Path output, String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("index", corpus, "--update", earlier, "--output", output));
    List<String> reading = new ArrayList<>(READING);
    if (List.of(more).contains("--neighbours")) {
      int at = reading.indexOf("--neighbours");
      reading.subList(at, at + 2).clear();
    }
    arguments.addAll(reading);
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  @Test
  void whatTheIndexWasReadFromStandsInReportAndManifest() throws IOException {
    index().succeeded();
    from("out", "--context-length", "300").succeeded();
    scratch("all", "--context-length", "300").succeeded();
    for (String file : List.of("report.json", "manifest.json")) {
      assertThat(Files.readString(folder.resolve("out").resolve(file))).contains("\"JSON Lines\"");
    }
    assertThat(
            Json.values(folder.resolve("out/report.json")).getFirst().field("input").field("files"))
        .isEqualTo(
            Json.values(folder.resolve("all/report.json"))
                .getFirst()
                .field("input")
                .field("files"));
  }
}
