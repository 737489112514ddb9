package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code evidence/run} from a corpus to a table. Skipped where no Python with PyTorch is found:
 * {@code PYTHON} in the environment says which to take.
 */
class EvidenceTest {
  private static final Path RUN = Path.of("..", "evidence", "run").toAbsolutePath().normalize();
  private static final int DOCUMENTS = 400;
  private static final int LABELS = 40;

  @TempDir Path folder;
  private String python;

  @BeforeEach
  void findPython() throws Exception {
    python = System.getenv().getOrDefault("PYTHON", "python3");
    int code;
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import torch, numpy, tokenizers")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      code = process.waitFor(2, TimeUnit.MINUTES) ? process.exitValue() : -1;
    } catch (IOException e) {
      code = -1;
    }
    assumeTrue(
        code == 0, python + " has no torch, numpy and tokenizers: the training study is not tried");
  }

  @Test
  void trainsOnEachOrderAndWritesATable() throws Exception {
    Path study = folder.resolve("study");

    Cli run =
        run("--output", study, "--arms", "random,paper,cohesive-start,random-masked", "--seeds", 1);

    assertThat(run.code()).describedAs(run.err()).isZero();
    List<String> table = Files.readAllLines(study.resolve("report/table.md"));
    assertThat(table.stream().skip(2).map(row -> row.split("\\|", -1)[1].strip()))
        .containsExactly("random", "paper", "cohesive-start", "random-masked");
    assertThat(table.get(0)).contains("| alone |", "| new label, alone |", "| rare word read |");
    assertThat(table.get(2)).matches(".*\\| \\d\\.\\d{3} \\|.*");
    assertThat(study.resolve("report/tradeoff.svg")).content().startsWith("<svg ");
    String results = Files.readString(study.resolve("results/results.json"));
    assertThat(results).contains("\"arm\": \"cohesive-start\"", "\"steps\": 3,");
  }

  @Test
  void saysWhatIsNotAnArm() throws Exception {
    Cli run = run("--output", folder.resolve("study"), "--arms", "random,alphabetical");

    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("--arms alphabetical: not one of random, ");
  }

  private Cli run(Object... arguments) throws IOException, InterruptedException {
    Path icp =
        Cli.write(
            folder.resolve("icp"),
            """
            #!/bin/sh
            exec '%s' -cp '%s' %s "$@"
            """
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path"),
                    Main.class.getName()));
    assertThat(icp.toFile().setExecutable(true)).isTrue();
    List<String> command = new ArrayList<>(List.of(RUN.toString(), corpus().toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    command.addAll(
        List.of("--icp", icp.toString(), "--context-length", "128", "--vocabulary", "500"));
    command.addAll(List.of("--steps", "3", "--batch-tokens", "512", "--targets", "12"));
    command.addAll(List.of("--episodes", "4"));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("PYTHON", python);
    return new Cli(builder.start().waitFor(), Files.readString(out), Files.readString(err));
  }

  /** Documents of a few topics, each with words of its own. */
  private Path corpus() throws IOException {
    Random random = new Random(5);
    StringBuilder lines = new StringBuilder();
    for (int d = 0; d < DOCUMENTS; d++) {
      int label = random.nextInt(LABELS);
      lines.append("{\"id\": \"d").append(d).append("\", \"label\": \"topic/").append(label);
      lines.append("\", \"text\": \"");
      for (int w = 0; w < 60; w++) {
        boolean common = random.nextInt(3) == 0;
        lines.append(common ? "common" : "word" + label).append(random.nextInt(40)).append(' ');
      }
      lines.append("\"}\n");
    }
    return Cli.write(folder.resolve("corpus.jsonl"), lines.toString());
  }
}
