package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
  @TempDir Path folder;
  private Path corpus = Path.of("");
  private Path a = Path.of("");
  private Path b = Path.of("");

  @BeforeEach
  void pack() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append(
          "{\"id\": \"doc %d\", \"text\": \"Beginning %d. topic%d subject%d theme%d.\"}\n"
              .formatted(i, i, i % 6, i % 6, i % 6));
    }
    corpus = Cli.write(folder.resolve("corpus.jsonl"), lines.toString());
    a = folder.resolve("a");
    b = folder.resolve("b");
    pack(a, "random");
    pack(b, "cohesive");
  }

  private void pack(Path output, String order) {
    Cli.run("pack", corpus, "-o", output, "--context-length", 300, "--order", order).succeeded();
  }

  @Test
  void saysHowTwoOutputsDiffer() {
    Cli run = Cli.run("compare", a, b, "--document", "doc 7").succeeded();

    assertThat(run.out())
        .startsWith("A  " + a + "\nB  " + b + "\n")
        .contains("\nSettings that differ\n  orderer\n    A  random\n    B  cohesive\n")
        .containsPattern(
            "\ncosine of two documents of a context +0\\.\\d{3} +0\\.\\d{3} +\\+0\\.\\d{3}\n")
        .containsPattern("\ndocuments in them +60 +60 +=\n")
        .containsPattern(
            "\n\\d+\\.\\d% of the pairs of documents that share a context in A do so in")
        .containsPattern(
            "\ndoc 7\n  A  context \\d+\n(.*\n)* +> doc 7\n(.*\n)*  B  context \\d+\n");
  }

  @Test
  void writesAPage() {
    Path page = folder.resolve("page.html");

    Cli run = Cli.run("compare", a, b, "-o", page).succeeded();

    assertThat(run.out()).containsPattern("\n\\Q" + page + "\\E \\(\\d+\\.\\d KB\\) written\\.\n$");
    assertThat(Cli.read(page))
        .startsWith("<!doctype html>")
        .contains("icp compare", "Beginning 7.");
  }

  @Test
  void theCorpusSaysWhatTheOutputsDoNot() {
    Cli.run("pack", corpus, "-o", b, "--context-length", 300, "--no-tokens", "--overwrite")
        .succeeded();
    Path page = folder.resolve("page.html");

    Cli.run("compare", a, b, "-o", page, "--input", corpus, "--document", "doc 11").succeeded();

    assertThat(Cli.read(page)).contains("Beginning 11.");
  }

  @Test
  void refusesOutputsOfDifferentCorpora() {
    Path other = Cli.write(folder.resolve("other.jsonl"), "{\"id\": \"x\", \"text\": \"y\"}\n");
    Cli.run("pack", other, "-o", b, "--context-length", 300, "--overwrite").succeeded();

    Cli.run("compare", a, b)
        .failed(1, b + ": made of another corpus than " + a + " (ids and texts, in order)");
  }
}
