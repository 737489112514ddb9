package dev.icp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputVerifier;
import dev.icp.formats.TrainerPreset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code icp pack --for TRAINER}. */
class PackForTest {
  private static final int LENGTH = 16;

  @TempDir Path folder;
  private Path corpus = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void write() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append("{\"id\": \"d%d\", \"text\": \"words of topic %d\"}%n".formatted(i, i % 3));
    }
    corpus = Cli.write(folder.resolve("c.jsonl"), lines.toString());
    output = folder.resolve("out");
  }

  @ParameterizedTest
  @EnumSource
  void theContextLengthIsWhatTheModelSees(TrainerPreset preset) throws IOException {
    Cli run =
        Cli.run("pack", corpus, "-o", output, "--context-length", LENGTH, "--for", preset.label());

    OutputManifest manifest = OutputVerifier.verify(output);
    assertThat(manifest.settings().contextLength()).isEqualTo(preset.contextLength(LENGTH));
    assertThat(manifest.settings().tail()).isEqualToIgnoringCase(preset.tail(false).name());
    assertThat(manifest.command()).contains("--for=" + preset.label());
    assertThat(run.succeeded().out())
        .contains(
            preset.title() + ", as " + output.resolve("TRAINING.md") + " says",
            output + "/" + preset.format().label())
        .doesNotContain("OUT/");
  }

  @Test
  void ownPaddingIsUsed() throws IOException {
    Cli.run("pack", corpus, "-o", output, "--for", "megatron", "--padding", 255).succeeded();
    assertThat(OutputManifest.read(output).counts().padding()).isPositive();
    assertThat(Cli.read(output.resolve("TRAINING.md"))).contains("are padding (token 255)");
  }

  @Test
  void otherFormatsMayBeBeside() throws IOException {
    Cli.run("pack", corpus, "-o", output, "--for", "olmo", "--format", "jsonl,npy").succeeded();
    assertThat(OutputVerifier.verify(output).outputs()).hasSize(2);
  }

  @Test
  void theTokenizerGetsItsName() {
    Cli.run(
            "pack",
            corpus,
            "-o",
            output,
            "--for",
            "nanotron",
            "--context-length",
            LENGTH,
            "--tokenizer-name",
            "owner/tokenizer")
        .succeeded();
    assertThat(Cli.read(output.resolve("datatrove/contexts-00000.ds.metadata")))
        .startsWith("owner/tokenizer|2\n");
    assertThat(Cli.read(output.resolve("TRAINING.md"))).contains("tokenizer_name: owner/tokenizer");
  }

  /** Refused before the work, and what is there stays. */
  @Test
  void aWrongModelLeavesAnOlderOutputAsItWas() throws IOException {
    Cli.run("pack", corpus, "-o", output).succeeded();
    Cli run =
        Cli.run("pack", corpus, "-o", output, "--overwrite", "--model", folder.resolve("none"));
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("none").hasLineCount(1);
    OutputVerifier.verify(output);
  }
}
