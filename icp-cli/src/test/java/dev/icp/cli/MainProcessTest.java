package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own: exit codes, and what only shows there. */
class MainProcessTest {
  @TempDir Path folder;

  private Cli java(String memory, Object... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Cli(process.waitFor(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @Test
  void exitsWithTheCodeOfTheRun() throws Exception {
    Path corpus = Cli.write(folder.resolve("corpus.jsonl"), "{\"text\": \"a\"}\nbad\n");
    Path output = folder.resolve("out");

    assertThat(java("-Xmx100m", "--version").succeeded().out()).startsWith("icp ");
    assertThat(java("-Xmx100m", "pack").code()).isEqualTo(2);
    Cli bad = java("-Xmx100m", "pack", corpus, "-o", output);
    assertThat(bad.err()).startsWith("icp: " + corpus + ":2: not JSON: ").hasLineCount(1);
    assertThat(bad.code()).isEqualTo(1);
  }

  @Test
  void aFullHeapIsOneLineThatNamesTheOption() throws Exception {
    Path corpus =
        Cli.write(folder.resolve("corpus.jsonl"), "{\"text\": \"" + "x".repeat(60_000_000) + "\"}");
    Path output = folder.resolve("out");

    Cli run = java("-Xmx100m", "pack", corpus, "-o", output);

    assertThat(run.err())
        .startsWith("icp: out of memory: a heap of ")
        .endsWith(" MB is not enough; try --heap 1g" + System.lineSeparator())
        .hasLineCount(1);
    assertThat(run.code()).isEqualTo(1);
    assertThat(output).doesNotExist();
  }
}
