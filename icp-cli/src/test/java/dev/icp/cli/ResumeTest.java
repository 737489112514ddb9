package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same command again goes on where the last one stopped. */
class ResumeTest {
  @TempDir private Path folder;
  private Path corpus;
  private Path output;
  private Path work;

  @BeforeEach
  void write() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      int text = i % 1800;
      lines.append("{\"id\":\"d").append(i).append("\",\"text\":\"words of topic");
      lines.append(text % 90).append(" and ".repeat(text % 7)).append(text).append("\"}\n");
    }
    corpus = Cli.write(folder.resolve("corpus.jsonl"), lines.toString());
    output = folder.resolve("out");
    work = folder.resolve("work");
  }

  private List<String> command(Path to) {
    return List.of(
        "pack",
        corpus.toString(),
        "--context-length",
        "256",
        "--near-duplicates",
        "drop:0.99",
        "--output",
        to.toString(),
        "--work-dir",
        work.toString());
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Wherever it is killed after its tokens were there, and whether it had come to its end. */
  @Test
  void afterAKill() throws Exception {
    Path whole = folder.resolve("whole");
    Cli.run(command(whole).toArray()).succeeded();
    assertThat(work).isEmptyDirectory();
    List<String> kept = new ArrayList<>(command(output));
    kept.add("--keep-work");
    Process run = start(kept);
    Path tokens = work.resolve(".icp-stages/tokens.manifest");
    while (run.isAlive() && !Files.exists(tokens)) {
      Thread.sleep(1);
    }
    run.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
    assertThat(tokens).exists();

    Cli again = Cli.run(command(output).toArray()).succeeded();

    assertThat(again.out())
        .startsWith("Went on after an earlier run, of which this was complete: tokens");
    for (String file : List.of("contexts.jsonl", "dropped.jsonl")) {
      assertThat(output.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(work).isEmptyDirectory();
    assertThat(output.toFile().list())
        .containsExactlyInAnyOrder(
            "contexts.jsonl", "dropped.jsonl", "manifest.json", "report.json");
  }

  @Test
  void keptWorkIsForOtherSettings() {
    List<String> kept = new ArrayList<>(command(output));
    kept.add("--keep-work");
    Cli.run(kept.toArray()).succeeded();
    List<String> other = new ArrayList<>(command(folder.resolve("other")));
    other.addAll(List.of("--order", "paper"));

    assertThat(Cli.run(other.toArray()).succeeded().out())
        .startsWith(
            "Went on after an earlier run, of which this was complete: tokens, vectors, graph,"
                + " graph-2.");
  }
}
