package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Shard;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.trainer.Guide;
import dev.icp.formats.internal.trainer.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/trainers} says the same as {@code TRAINING.md}. */
class TrainerPagesTest {
  private static final Path DOCS = Path.of("../docs");

  /** Returns what is said of 4,900 contexts of which the model sees 4,096 tokens. */
  static String example(TrainerPreset preset) {
    Format format = preset.format().format();
    String shard = format.shardName(0, format.usualShardBytes() == 0);
    boolean lossMask = preset.options(OutputOptions.defaults()).lossMask();
    Output output =
        new Output(
            format.name(),
            format.folder(),
            preset.format() == OutputFormat.PARQUET ? "int32" : "uint16",
            false,
            lossMask,
            List.of(new Shard(shard, 0, 4900)));
    int length = preset.contextLength(4096);
    return Guide.of(
        preset.trainer(),
        new Training(output, 4900, length, length - 4096, 2, 2, 0, "meta-llama/Llama-2-7b-hf"));
  }

  @ParameterizedTest
  @EnumSource
  void eachHasItsPage(TrainerPreset preset) throws IOException {
    String page = Files.readString(DOCS.resolve("trainers/" + preset.label() + ".md"));
    String said = example(preset);
    assertThat(page)
        .startsWith("# " + preset.title() + "\n")
        .contains("--for " + preset.label())
        .contains(said.substring(said.indexOf("## Settings")).strip());
    assertThat(Files.readString(DOCS.resolve("trainers.md")))
        .contains("| [" + preset.label() + "](trainers/" + preset.label() + ".md) |");
  }

  @Test
  void noPageIsOfAnother() throws IOException {
    try (var pages = Files.list(DOCS.resolve("trainers"))) {
      assertThat(pages).hasSize(TrainerPreset.values().length);
    }
  }
}
