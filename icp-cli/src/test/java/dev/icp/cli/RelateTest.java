package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code icp pack --relate}. */
class RelateTest {
  @TempDir private Path folder;
  private Path corpus = Path.of("");
  private Path vectors = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void makeACorpus() {
    output = folder.resolve("out");
    vectors = folder.resolve("vectors.npy");
    corpus =
        Cli.write(
            folder.resolve("corpus.jsonl"),
            IntStream.range(0, 60)
                .mapToObj(
                    i ->
                        "{\"id\": \"d"
                            + i
                            + "\", \"text\": \"the licensor grants right "
                            + i % 7
                            + " to use work "
                            + i % 11
                            + " of "
                            + i
                            + "\"}\n")
                .collect(Collectors.joining()));
  }

  @Test
  void bothByAModelOrByVectors() throws Exception {
    Cli.run("pack", corpus, "--relate", "both", "--model", EmbedTest.MODEL, "--output", output)
        .succeeded();
    assertThat(output.resolve("report.json"))
        .content()
        .contains(
            "words: lexical:", "; meaning, centred, weight 0.3: model sha256:", "both:1:0.95");
    Cli.run("embed", corpus, "--model", EmbedTest.MODEL, "--output", vectors).succeeded();
    Path fromVectors = folder.resolve("from-vectors");
    Cli.run("pack", corpus, "--relate", "both", "--vectors", vectors, "--output", fromVectors)
        .succeeded();
    assertThat(Files.readString(fromVectors.resolve("contexts.jsonl")))
        .isEqualTo(Files.readString(output.resolve("contexts.jsonl")));
    Path heavier = folder.resolve("heavier");
    Cli.run(
            "pack",
            corpus,
            "--relate",
            "both",
            "--vectors",
            vectors,
            "--meaning-weight",
            "0.9",
            "--output",
            heavier)
        .succeeded();
    assertThat(heavier.resolve("report.json")).content().contains("centred, weight 0.9: given");
    Cli.run(
            "pack",
            corpus,
            "--relate",
            "both",
            "--vectors",
            vectors,
            "--order",
            "keywords",
            "--output",
            folder.resolve("keywords"))
        .succeeded();
  }

  @Test
  void whatDoesNotGoTogetherIsBadUsage() {
    refuses("--relate both needs --model or --vectors", "--relate", "both");
    refuses("--relate meaning needs --model or --vectors", "--relate", "meaning");
    refuses(
        "--relate words goes without --model and --vectors",
        "--relate",
        "words",
        "--model",
        EmbedTest.MODEL);
    refuses(
        "--meaning-weight needs --relate both",
        "--meaning-weight",
        "0.5",
        "--model",
        EmbedTest.MODEL);
    refuses(
        "--meaning-weight: 1.0, expected above 0 and below 1",
        "--relate",
        "both",
        "--meaning-weight",
        "1",
        "--model",
        EmbedTest.MODEL);
  }

  private void refuses(String message, Object... options) {
    Object[] all = new Object[options.length + 4];
    all[0] = "pack";
    all[1] = corpus;
    all[2] = "--output";
    all[3] = output;
    System.arraycopy(options, 0, all, 4, options.length);
    Cli.run(all).failed(Main.BAD_USAGE, message + " (see icp pack --help)");
  }
}
