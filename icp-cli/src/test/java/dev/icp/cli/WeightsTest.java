package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs in which documents stand several times, or few to a context, are verified as others. */
class WeightsTest {
  @TempDir private Path folder;

  private Path corpus() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      lines.append(
          "{\"id\":"
              + i
              + ",\"weight\":"
              + i % 4
              + ",\"text\":\"word"
              + i % 9
              + " and some more\"}\n");
    }
    return Cli.write(folder.resolve("corpus.jsonl"), lines.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--weights weight",
        "--weights weight --format megatron",
        "--weights weight --tail pad --never-mix weight --epoch 1",
        "--weights tokens:1=2,20=1",
        "--max-documents 2",
        "--max-documents 3 --format megatron --epoch 3",
        "--max-documents 2 --boundary keep-whole --weights weight",
      })
  void packedAndVerified(String options) {
    Path corpus = corpus();
    Path output = folder.resolve("out");
    List<Object> arguments = new ArrayList<>(List.of("pack", corpus, "--output", output));
    arguments.addAll(List.of("--context-length", "90"));
    arguments.addAll(List.of(options.split(" ")));
    Cli packed = Cli.run(arguments.toArray());
    assertThat(packed.code()).as(packed.err()).isZero();
    Cli verified = Cli.run("verify", output, "--input", corpus);
    assertThat(verified.code()).as(verified.err()).isZero();
    if (options.contains("--weights weight")) {
      assertThat(packed.out())
          .contains(
              "Documents stand as often as the order or their weights say; 30 documents left out.");
    }
  }

  @Test
  void wrongWeightsAreOneLine() {
    Path corpus = corpus();
    Path output = folder.resolve("out");
    Cli.run("pack", corpus, "--output", output, "--weights", "wait")
        .failed(1, "--weights: wait, which no document has among its metadata");
    assertThat(
            Cli.run("pack", corpus, "--output", output, "--weights", "weight", "--tail", "drop")
                .err())
        .contains("--weights does not go with --tail drop");
  }
}
