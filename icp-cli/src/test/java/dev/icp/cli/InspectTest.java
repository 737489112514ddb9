package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.ContextBuilder;
import dev.icp.PackedContexts;
import dev.icp.formats.OutputFolder;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectTest {
  private static final int DOCUMENTS = 60;

  @TempDir Path folder;
  private Path corpus = Path.of("");
  private Path output = Path.of("");
  private Path page = Path.of("");

  @BeforeEach
  void paths() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < DOCUMENTS; i++) {
      String topic = "topic" + i % 6 + " subject" + i % 6 + " theme" + i % 6;
      lines.append(
          "{\"name\": \"doc %d\", \"body\": \"Beginning %d. %s w%d.\"}\n"
              .formatted(i, i, topic, i % 17));
    }
    corpus = Cli.write(folder.resolve("corpus.jsonl"), lines.toString());
    output = folder.resolve("out");
    page = output.resolve("report.html");
  }

  private void pack(Object... more) {
    Object[] command = {
      "pack",
      corpus,
      "-o",
      output,
      "--context-length",
      200,
      "--text-field",
      "body",
      "--id-field",
      "name",
      "--order",
      "input"
    };
    Object[] all = Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    Cli.run(all).succeeded();
  }

  @Test
  void saysWhichEpochItIs() {
    pack("--epoch", 2);

    assertThat(Cli.run("inspect", output).succeeded().out()).contains(", seed 0, epoch 2; written");
  }

  @Test
  void saysInShortWhatAnOutputHolds() {
    pack();

    Cli run = Cli.run("inspect", output).succeeded();

    assertThat(run.out())
        .startsWith("Packed 60 documents (")
        .containsPattern("\nBesides, the contexts hold 60 separators and 0 tokens of padding.\n")
        .containsPattern("\nDocuments in a context  \\d+ to \\d+, median \\d+  [▁▂▃▄▅▆▇█ ]+\n")
        .containsPattern("\nFilled with documents   \\d+% to \\d+%, mean \\d+\\.\\d%\n")
        .containsPattern("\nGo on with a document   \\d+ of \\d+ pieces\n")
        .containsPattern("\n  two documents of a context +0\\.\\d{3}   0\\.\\d{3}\n")
        .containsPattern(
            "\nMeasured on \\d+ contexts, of which \\d+ have two documents or more to compare.\n")
        .containsPattern("\n  nearest neighbours  +[▁▂▃▄▅▆▇█ ]+\n")
        .contains(
            "\nOrder input, 20 neighbours, near duplicates keep, boundary split, starting at"
                + " documents, tail short, seed 0; written as jsonl.\n")
        .containsPattern("\nContext \\d+: \\d+ documents\n  doc \\d+\n      \\S")
        .containsPattern("\n      Beginning \\d+\\. topic")
        .containsPattern("\n\\Q" + page + "\\E \\(\\d+\\.\\d KB\\) written in [0-9.]+ s\\.\n$")
        .doesNotContain("--input");
    assertThat(Cli.read(page)).startsWith("<!doctype html>").contains("Beginning 7. topic1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "megatron", "mds", "npy", "datatrove", "parquet"})
  void worksOnEveryFormat(String format) {
    pack("--format", format);

    String said = Cli.run("inspect", output).succeeded().out();

    assertThat(said)
        .contains("; written as " + format + ".\n")
        .containsPattern("\n      Beginning \\d+\\. topic")
        .doesNotContain("--input");
  }

  @Test
  void withoutTokensTheCorpusSaysHowDocumentsBegin() {
    pack("--no-tokens");

    assertThat(Cli.run("inspect", output).succeeded().out())
        .contains("\nTo see how documents begin, say where they are: --input " + corpus + "\n");
    assertThat(Cli.run("inspect", output, "--input", corpus).succeeded().out())
        .containsPattern("\n      Beginning \\d+\\. topic")
        .doesNotContain("--input");
  }

  @Test
  void whatIsNotInTheCorpusIsCounted() {
    pack("--no-tokens");
    Path other =
        Cli.write(folder.resolve("other.jsonl"), "{\"id\": \"doc 1\", \"text\": \"Known.\"}\n");

    String said =
        Cli.run(
                "inspect",
                output,
                "--input",
                other,
                "--text-field",
                "text",
                "--id-field",
                "id",
                "--contexts",
                "1000")
            .succeeded()
            .out();

    assertThat(said).contains("\nNot found in what --input names: 59 documents.\n");
    assertThat(Cli.read(page)).contains("\"Known.\"");
  }

  @Test
  void thePageCanGoElsewhere() {
    pack();
    Path elsewhere = folder.resolve("pages/p.html");

    Cli.run("inspect", output, "--output", elsewhere, "--contexts", 1).succeeded();

    assertThat(elsewhere).exists();
    assertThat(page).doesNotExist();
  }

  @Test
  void aNewOutputTakesTheOldPageAway() {
    pack();
    Cli.run("inspect", output).succeeded();
    assertThat(page).exists();
    pack("--overwrite", "--seed", 2);
    assertThat(page).doesNotExist();
  }

  @Test
  void whatIsNoOutputIsOneLine() throws Exception {
    Path nothing = folder.resolve("nothing");
    Cli.run("inspect", nothing)
        .failed(1, nothing + ": no finished output: there is no manifest.json");
    assertThat(nothing).doesNotExist();

    pack();
    Path contexts = output.resolve("contexts.jsonl");
    Files.writeString(
        contexts, Cli.read(contexts).replaceFirst("\\{\"context\": 1,", "{\"x\": 1,"));
    Cli.run("inspect", output)
        .failed(1, contexts + ":2: \"context\", \"segments\" or \"padding\" is missing");
    assertThat(page).doesNotExist();

    Files.delete(output.resolve("report.json"));
    Cli.run("inspect", output)
        .failed(1, output.resolve("report.json") + ": no such file or folder");
  }

  @Test
  void anotherTokenizerIsRefused() {
    pack();
    Path tokenizer = Path.of("../icp-lucene/src/test/resources/dev/icp/lucene/bpe");

    Cli run = Cli.run("inspect", output, "--tokenizer", tokenizer);

    assertThat(run.err())
        .isEqualTo("icp: " + tokenizer + ": not the tokenizer of " + output + " (utf8-bytes)\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void tokensOfAnyTokenizerBecomeText() {
    pack("--tokenizer", "../icp-lucene/src/test/resources/dev/icp/lucene/bpe", "--format=mds");

    String bpe = "../icp-lucene/src/test/resources/dev/icp/lucene/bpe";
    assertThat(Cli.run("inspect", output, "--tokenizer", bpe).succeeded().out())
        .containsPattern("\n      Beginning \\d+\\. topic")
        .doesNotContain("--input");
    // What a manifest names is not opened unasked.
    assertThat(Cli.run("inspect", output).succeeded().out())
        .contains("To read the tokens as text, name their tokenizer: --tokenizer " + bpe);
  }

  @Test
  void anEmptyOutputIsNoTrouble() throws IOException {
    try (OutputFolder empty = OutputFolder.open(output);
        PackedContexts contexts = ContextBuilder.of(List.of()).pack(200)) {
      contexts.writeTo(empty.contexts(OutputFormat.JSONL, OutputOptions.defaults()));
      empty.commit(contexts.report());
    }
    assertThat(Cli.run("inspect", output).succeeded().out())
        .startsWith("Packed 0 documents")
        .doesNotContain("NaN", "Context ");
  }

  @Test
  void usage() {
    Cli.run("inspect").failed(2, "Missing required parameter: 'DIR' (see icp inspect --help)");
    Cli.run("inspect", output, "--contexts", "-1")
        .failed(
            2,
            "Invalid value for option '--contexts': expected a whole number of 0 or more, not '-1'"
                + " (see icp inspect --help)");
    assertThat(Cli.run("inspect", "--help").succeeded().out())
        .contains("Usage: icp inspect", "--input", "--contexts", "--tokenizer", "Default: 24");
  }
}
