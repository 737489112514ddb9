package dev.icp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own: exit codes, and what only shows there. */
class MainProcessTest {
  @TempDir Path folder;

  private Cli java(String memory, Object... arguments) throws IOException, InterruptedException {
    return java(List.of(memory, "-XX:+UseSerialGC"), arguments);
  }

  private Cli java(List<String> flags, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
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
        .contains(" MB is not enough; try --heap 1g; ", corpus + ":1")
        .hasLineCount(1);
    assertThat(run.code()).isEqualTo(1);
    assertThat(output).doesNotExist();
  }

  @Test
  void everyKernelGivesTheSameBytes() throws Exception {
    float[][] rows = new float[3000][37];
    SplittableRandom random = new SplittableRandom(5);
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    Path vectors = NeighboursTest.npy(folder.resolve("v.npy"), rows);
    for (String kernel : List.of("plain", "vector")) {
      List<String> flags =
          List.of("-Xmx200m", "--add-modules", "jdk.incubator.vector", "-Dicp.kernel=" + kernel);
      Cli run = java(flags, "neighbours", vectors, "--k", 9, "-o", folder.resolve(kernel));
      assertThat(run.code()).as(run.err()).isZero();
    }

    for (String file : List.of("neighbours.npy", "cosines.npy")) {
      assertThat(folder.resolve("plain").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("vector").resolve(file));
    }
  }
}
