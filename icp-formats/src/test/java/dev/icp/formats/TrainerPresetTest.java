package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerPresetTest {
  private static final int LENGTH = 96;
  private static final OutputOptions DEFAULTS = OutputOptions.defaults();

  @TempDir Path folder;

  private long write(TrainerPreset preset, Path to) throws IOException {
    try (PackedContexts contexts =
            ContextBuilder.of(Samples.documents())
                .tail(preset.tail(false))
                .pack(preset.contextLength(LENGTH));
        OutputFolder output = OutputFolder.open(to)) {
      contexts.writeTo(output.contexts(preset.format(), preset.options(DEFAULTS)));
      output.training(preset);
      output.commit(contexts.report());
      return contexts.size();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TRL", "AXOLOTL", "TORCHTITAN"})
  void saysWhatToSetAndIsVerified(TrainerPreset preset) throws IOException {
    long contexts = write(preset, folder.resolve("a"));
    write(preset, folder.resolve("b"));

    String training = Files.readString(folder.resolve("a/TRAINING.md"));
    assertThat(training)
        .startsWith("# Training with " + preset.title() + "\n\n" + contexts + " contexts of ")
        .contains("\n## Settings\n\n```", "OUT/" + preset.format().label(), "" + LENGTH)
        .doesNotContain("%", folder.toString(), "null");
    OutputManifest manifest = OutputVerifier.verify(folder.resolve("a"));
    assertThat(manifest.files()).anyMatch(file -> file.path().equals("TRAINING.md"));
    assertThat(folder.resolve("a/manifest.json"))
        .hasSameBinaryContentAs(folder.resolve("b/manifest.json"));
  }

  @Test
  void itsFileIsWatchedAndGoesWithTheOutput() throws IOException {
    write(TrainerPreset.OLMO, folder);
    Path training = folder.resolve("TRAINING.md");
    Files.writeString(training, Files.readString(training).replace("96", "95"));
    assertThatExceptionOfType(BadOutputException.class)
        .isThrownBy(() -> OutputVerifier.verify(folder))
        .withMessageContaining("TRAINING.md: SHA-256");

    try (PackedContexts contexts = Samples.padded().pack(LENGTH);
        OutputFolder output = OutputFolder.open(folder, List.of(), true)) {
      contexts.writeTo(output.contexts(OutputFormat.JSONL, DEFAULTS));
      output.commit(contexts.report());
    }
    assertThat(training).doesNotExist();
    OutputVerifier.verify(folder);
  }

  @Test
  void wantsItsFormat() throws IOException {
    try (OutputFolder output = OutputFolder.open(folder)) {
      output.contexts(OutputFormat.MDS, DEFAULTS);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> output.training(TrainerPreset.OLMO))
          .withMessage("trainer: olmo reads npy, which has no writer");
    }
  }

  /** What a preset chooses itself never conflicts with it. */
  @ParameterizedTest
  @EnumSource
  void itsOwnChoicesGoTogether(TrainerPreset preset) {
    for (boolean ownPadding : new boolean[] {false, true}) {
      assertThat(
              preset.conflict(
                  preset.tail(ownPadding), Boundary.SPLIT, ownPadding, preset.options(DEFAULTS)))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MEGATRON,    SHORT, SPLIT,      true,  tail short",
    "MEGATRON,    PAD,   SPLIT,      false, tail pad",
    "MEGATRON,    PAD,   SPLIT,      true,",
    "NEMO,        DROP,  KEEP_WHOLE, false, boundary keep-whole",
    "NEMO,        DROP,  KEEP_WHOLE, true,",
    "OLMO,        PAD,   KEEP_WHOLE, false,",
    "OLMO,        SHORT, SPLIT,      false, tail short",
    "NANOTRON,    PAD,   SPLIT,      true,  tail pad",
    "NANOTRON,    DROP,  KEEP_WHOLE, true,  boundary keep-whole",
    "TRL,         SHORT, KEEP_WHOLE, false,",
    "AXOLOTL,     PAD,   KEEP_WHOLE, false,",
    "LLM_FOUNDRY, PAD,   SPLIT,      false, tail pad",
    "LLM_FOUNDRY, PAD,   SPLIT,      true,",
    "PROLONG,     SHORT, KEEP_WHOLE, false,",
    "TORCHTITAN,  SHORT, SPLIT,      false, tail short",
    "TORCHTITAN,  PAD,   SPLIT,      true,  tail pad",
    "LITGPT,      PAD,   SPLIT,      true,  tail pad",
  })
  void whatCannotWork(
      TrainerPreset preset, Tail tail, Boundary boundary, boolean ownPadding, String expected) {
    assertThat(
            preset
                .conflict(tail, boundary, ownPadding, DEFAULTS)
                .map(conflict -> conflict.setting() + " " + conflict.value()))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @EnumSource
  void whatFilesCannotSay(TrainerPreset preset) {
    Tail tail = preset.tail(false);
    assertThat(preset.conflict(tail, Boundary.SPLIT, false, DEFAULTS.documentMask(true)).isEmpty())
        .isEqualTo(preset == TrainerPreset.TRL || preset == TrainerPreset.PROLONG);
    assertThat(preset.conflict(tail, Boundary.SPLIT, false, DEFAULTS.shardBytes(1000)).isEmpty())
        .isEqualTo(preset.format() != OutputFormat.MEGATRON);
  }

  @ParameterizedTest
  @EnumSource
  void labels(TrainerPreset preset) {
    assertThat(TrainerPreset.byLabel(preset.label())).isEqualTo(preset);
    assertThat(TrainerPreset.labels()).contains(preset.label());
    assertThatIllegalArgumentException().isThrownBy(() -> preset.contextLength(0));
  }
}
