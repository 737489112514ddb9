package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command replaces or deletes what icp has not written, nor what it reads. */
class ForeignFilesTest {
  private static final String LINES =
      "{\"id\":\"a\",\"text\":\"one two three\"}\n{\"id\":\"b\",\"text\":\"two three four\"}\n";
  private static final String THERE =
      ": is there already, and no output of icp that this could replace: move it away, or choose"
          + " another place";

  @TempDir private Path folder;

  private Path corpus() {
    return Cli.write(folder.resolve("corpus.jsonl"), LINES);
  }

  private static Map<String, String> content(Path below) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            below.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  /** Runs a command that has to be refused with one line, whatever is asked for. */
  private void refused(Path file, String message, Object... command) throws IOException {
    String before = Cli.read(file);
    Cli run = Cli.run(command);
    assertThat(run.err()).startsWith("icp: " + message).hasLineCount(1);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(Cli.read(file)).isEqualTo(before);
  }

  @Test
  void packDoesNotReplaceItsCorpus() throws IOException {
    Path corpus = Cli.write(folder.resolve("data/contexts.jsonl"), LINES);
    refused(corpus, corpus + THERE, "pack", corpus, "-o", folder.resolve("data"));
    refused(corpus, corpus + THERE, "pack", corpus, "-o", folder.resolve("data"), "--overwrite");
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      assertThat(files).containsExactly(corpus);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.json", "contexts.jsonl", "contexts-00001.jsonl", "dropped.jsonl"})
  void packDoesNotReplaceFilesOfOthers(String name) throws IOException {
    Path theirs = Cli.write(folder.resolve("out/" + name), "{\"name\": \"theirs\"}");
    refused(theirs, theirs + THERE, "pack", corpus(), "-o", folder.resolve("out"), "--overwrite");
  }

  @Test
  void packLeavesAPageOfOthers() {
    Path page = Cli.write(folder.resolve("out/report.html"), "<html>theirs</html>");
    Cli.run("pack", corpus(), "-o", folder.resolve("out")).succeeded();
    assertThat(page).hasContent("<html>theirs</html>");
    Cli.run("pack", corpus(), "-o", folder.resolve("out")).succeeded();
    assertThat(page).hasContent("<html>theirs</html>");
    Cli.run("inspect", folder.resolve("out")).failed(1, page + THERE);
    assertThat(page).hasContent("<html>theirs</html>");
  }

  @Test
  void aFolderOfAFormatHoldsNothingElse() throws IOException {
    Path theirs = Cli.write(folder.resolve("out/mds/shard.00007.mds"), "theirs");
    refused(
        theirs, theirs + THERE, "pack", corpus(), "-o", folder.resolve("out"), "--format", "mds");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(folder.resolve("out/npy"), elsewhere);
    Cli.run("pack", corpus(), "-o", folder.resolve("out"), "--format", "npy")
        .failed(1, link + ": cannot be written: a symbolic link, which is not followed");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void neighboursDoNotReplaceTheirVectors() throws IOException {
    Path vectors =
        NeighboursTest.npy(folder.resolve("d/neighbours.npy"), new float[][] {{1, 0}, {0, 1}});
    byte[] before = Files.readAllBytes(vectors);
    Cli.run("neighbours", vectors, "-o", folder.resolve("d"), "--overwrite")
        .failed(1, vectors + THERE);
    assertThat(Files.readAllBytes(vectors)).isEqualTo(before);
    // Also if an earlier run wrote them, and under the name of a link.
    Path other = folder.resolve("other");
    Path own = NeighboursTest.npy(folder.resolve("v.npy"), new float[][] {{1, 0}, {0, 1}});
    Cli.run("neighbours", own, "-o", other).succeeded();
    Path link = Files.createSymbolicLink(folder.resolve("link.npy"), other.resolve("cosines.npy"));
    Cli.run("neighbours", link, "-o", other, "--overwrite")
        .failed(
            1, link + ": is an input, and would be replaced: choose another place for the output");
    Cli.run("neighbours", own, "-o", other).succeeded();
    Path report = Cli.write(folder.resolve("third/report.json"), "{\"mine\": 1}");
    refused(report, report + THERE, "neighbours", own, "-o", folder.resolve("third"));
  }

  /** A report is a file, and could say anything. */
  @Test
  void whatAReportNamesElsewhereIsNotOurs() throws IOException {
    Path mine = Cli.write(folder.resolve("mine"), "mine");
    Path out = folder.resolve("out");
    Cli.write(
        out.resolve("report.json"),
        "{\"format\": \"icp-files-1\", \"files\": [{\"path\": \"../mine\"}, {\"path\": \""
            + mine
            + "\"}, {\"path\": \"\\u0000\"}]}");
    Cli.run("pack", corpus(), "-o", out, "--overwrite").succeeded();
    assertThat(mine).hasContent("mine");
  }

  @Test
  void inspectReplacesPagesOnly() throws IOException {
    Path out = folder.resolve("out");
    Path corpus = corpus();
    Cli.run("pack", corpus, "-o", out).succeeded();
    refused(corpus, corpus + THERE, "inspect", out, "-o", corpus);
    Path manifest = out.resolve("manifest.json");
    refused(manifest, manifest + THERE, "inspect", out, "-o", manifest);
    Path contexts = out.resolve("contexts.jsonl");
    refused(contexts, contexts + THERE, "inspect", out, "-o", contexts);
    Cli.run("inspect", out).succeeded();
    Cli.run("inspect", out).succeeded();
  }

  @Test
  void anotherCorpusOfTheSameNameIsAnotherCommand() throws IOException {
    Path out = folder.resolve("out");
    Path corpus = corpus();
    Cli.run("pack", corpus, "-o", out).succeeded();
    Map<String, String> before = content(out);
    Cli.run("pack", corpus, "-o", out).succeeded();
    Cli.write(corpus, LINES.replace("four", "five more"));
    Cli run = Cli.run("pack", corpus, "-o", out);
    assertThat(run.err())
        .startsWith(
            "icp: "
                + out
                + ": holds the output of another run (of the same command, but its input has"
                + " changed since or was in another place): ")
        .hasLineCount(1);
    assertThat(content(out).get("contexts.jsonl")).isEqualTo(before.get("contexts.jsonl"));
    Cli.run("pack", corpus, "-o", out, "--overwrite").succeeded();
  }

  @Test
  void standardInputIsNeverTheSame() {
    InputStream before = System.in;
    Path out = folder.resolve("out");
    try {
      System.setIn(new ByteArrayInputStream(LINES.getBytes(StandardCharsets.UTF_8)));
      Cli.run("pack", "-", "-o", out).succeeded();
      String contexts = Cli.read(out.resolve("contexts.jsonl"));
      System.setIn(
          new ByteArrayInputStream(LINES.replace("a", "c").getBytes(StandardCharsets.UTF_8)));
      Cli run = Cli.run("pack", "-", "-o", out);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("holds the output of another run").hasLineCount(1);
      assertThat(Cli.read(out.resolve("contexts.jsonl"))).isEqualTo(contexts);
    } finally {
      System.setIn(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "cut", "zeros", "version"})
  void aDamagedManifestIsSaidAndOverwritten(String damage) throws IOException {
    Path out = folder.resolve("out");
    Path corpus = corpus();
    Cli.run("pack", corpus, "-o", out, "--format", "jsonl,mds").succeeded();
    Path manifest = out.resolve("manifest.json");
    String text = Cli.read(manifest);
    Files.writeString(
        manifest,
        switch (damage) {
          case "empty" -> "";
          case "cut" -> text.substring(0, text.length() / 2);
          case "zeros" -> "\0".repeat(text.length());
          default -> text.replaceFirst("icp-output-\\d+", "icp-output-999");
        });
    Path notes = Cli.write(out.resolve("notes.txt"), "mine");

    Cli run = Cli.run("pack", corpus, "-o", out);
    assertThat(run.err())
        .startsWith("icp: " + manifest + ": ")
        .contains("damaged, or of another version of icp", "--overwrite")
        .hasLineCount(1);
    Cli.run("pack", corpus, "-o", out, "--overwrite").succeeded();

    Cli.run("verify", out).succeeded();
    assertThat(out.resolve("mds")).doesNotExist();
    assertThat(notes).hasContent("mine");
  }

  @Test
  void aDamagedManifestThatWasComingIsNotInTheWay() {
    Path out = folder.resolve("out");
    Cli.write(out.resolve(".manifest.json.coming"), "{\n  \"format\": \"icp-outp");
    Cli.run("pack", corpus(), "-o", out).succeeded();
    Cli.run("verify", out).succeeded();
  }

  @Test
  void ownOutputBelowTheInputIsNoInput() throws IOException {
    Path data = folder.resolve("data");
    Cli.write(data.resolve("a.jsonl"), LINES);
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);
    for (Path output : new Path[] {data, data.resolve("out"), link, link.resolve("out2")}) {
      for (int i = 0; i < 2; i++) {
        Path input = i == 0 ? data : link;
        assertThat(Cli.run("pack", input, "-o", output, "--overwrite").succeeded().out())
            .startsWith("Packed 2 documents")
            .doesNotContain("Skipped");
        Cli.run("verify", output).succeeded();
      }
      for (String name : new String[] {"contexts.jsonl", "manifest.json", "report.json"}) {
        Files.delete(output.resolve(name));
      }
    }
  }
}
