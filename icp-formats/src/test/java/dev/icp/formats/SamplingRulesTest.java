package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.ContextBuilder;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import dev.icp.Tail;
import dev.icp.Tokenizers;
import dev.icp.formats.SamplingRules.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the numbers of {@code TRAINING.md}, what a trainer samples is one context each, each once.
 */
class SamplingRulesTest {
  private static final int LENGTH = 64;

  @TempDir Path folder;
  private List<PackedContext> contexts = new ArrayList<>();
  private String training = "";

  private void write(TrainerPreset preset) throws IOException {
    write(preset, OutputOptions.defaults());
  }

  private void write(TrainerPreset preset, OutputOptions options) throws IOException {
    write(preset, options, ContextBuilder.of(Samples.documents()).tail(preset.tail(false)));
  }

  private void write(TrainerPreset preset, OutputOptions options, ContextBuilder builder)
      throws IOException {
    try (PackedContexts packed = builder.pack(preset.contextLength(LENGTH));
        OutputFolder output = OutputFolder.open(folder)) {
      packed.writeTo(output.contexts(preset.format(), preset.options(options)));
      output.training(preset);
      output.commit(packed.report());
      contexts = packed.stream().toList();
    }
    assertThat(contexts).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    training = Files.readString(folder.resolve(OutputFolder.TRAINING));
  }

  /** Returns a number of the trainer's settings. */
  private int setting(String name) {
    Matcher matcher = Pattern.compile(Pattern.quote(name) + "(\\d+)").matcher(training);
    assertThat(matcher.find()).as(name).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /**
   * Returns the samples whose inputs are what the model is to see of a context, each counted once.
   */
  private int whole(List<Sample> samples) {
    Set<List<Integer>> left = new HashSet<>();
    for (PackedContext context : contexts) {
      left.add(list(Arrays.copyOf(context.tokens(), Math.min(LENGTH, context.length()))));
    }
    int whole = 0;
    for (Sample sample : samples) {
      whole += left.remove(list(sample.inputs())) ? 1 : 0;
    }
    return whole;
  }

  private static List<Integer> list(int[] tokens) {
    return Arrays.stream(tokens).boxed().toList();
  }

  /** Returns how many labels there are, and checks that each is the token after its input. */
  private static long learned(List<Sample> samples) {
    long learned = 0;
    for (Sample sample : samples) {
      int[] labels = sample.labels();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] != SamplingRules.IGNORED) {
          learned++;
          if (i + 1 < labels.length) {
            assertThat(labels[i]).isEqualTo(sample.inputs()[i + 1]);
          }
        }
      }
    }
    return learned;
  }

  private long padding() {
    return contexts.stream().mapToLong(PackedContext::padding).sum();
  }

  @Test
  void megatron() throws IOException {
    write(TrainerPreset.MEGATRON);
    int n = contexts.size();
    Path prefix = folder.resolve("megatron/contexts");
    int sequenceLength = setting("--seq-length ");
    assertThat(setting("--train-samples ")).isEqualTo(n - 1);
    for (long seed = 0; seed < 3; seed++) {
      List<Sample> samples = SamplingRules.megatron(prefix, sequenceLength, true, seed);
      assertThat(samples).hasSize(n - 1);
      assertThat(whole(samples)).isEqualTo(n - 1);
      // One token less, and hardly a sample is a context any more.
      assertThat(whole(SamplingRules.megatron(prefix, sequenceLength - 1, true, seed)))
          .isLessThan(3);
    }
  }

  /** Without the extra token every context is a sample, and no label is another's. */
  @Test
  void nemo() throws IOException {
    write(TrainerPreset.NEMO);
    assertThat(training).contains("add_extra_token_to_sequence=False");
    List<Sample> samples =
        SamplingRules.megatron(
            folder.resolve("megatron/contexts"), setting("seq_length="), false, 5);
    assertThat(samples).hasSameSizeAs(contexts);
    assertThat(whole(samples)).isEqualTo(contexts.size());
    assertThat(learned(samples)).isEqualTo((long) contexts.size() * (LENGTH - 1));
  }

  @Test
  void olmo() throws IOException {
    write(TrainerPreset.OLMO, OutputOptions.defaults().shardBytes(20 * LENGTH * 2));
    List<Sample> samples = SamplingRules.olmo(folder.resolve("npy"), setting("sequence_length="));
    assertThat(folder.resolve("npy/part-00001.npy")).exists();
    assertThat(samples).hasSameSizeAs(contexts);
    assertThat(whole(samples)).isEqualTo(contexts.size());
    assertThat(padding()).isPositive();
    assertThat(learned(samples)).isEqualTo((long) contexts.size() * (LENGTH - 1) - padding());
  }

  @Test
  void nanotron() throws IOException {
    write(TrainerPreset.NANOTRON, OutputOptions.defaults().shardBytes(20 * LENGTH * 2));
    List<Sample> samples =
        SamplingRules.datatrove(folder.resolve("datatrove"), setting("sequence_length: "));
    assertThat(folder.resolve("datatrove/contexts-00001.ds")).exists();
    assertThat(samples).hasSameSizeAs(contexts);
    assertThat(whole(samples)).isEqualTo(contexts.size());
    assertThat(learned(samples)).isEqualTo((long) contexts.size() * LENGTH);
    assertThat(padding()).isZero();
  }

  @Test
  void litgpt() throws IOException {
    write(TrainerPreset.LITGPT, OutputOptions.defaults().shardBytes(20 * LENGTH * 2));
    List<Sample> samples =
        SamplingRules.litgpt(folder.resolve("litdata"), setting("--train.max_seq_length "));
    assertThat(folder.resolve("litdata/chunk-0-1.bin")).exists();
    assertThat(samples).hasSameSizeAs(contexts);
    assertThat(whole(samples)).isEqualTo(contexts.size());
    assertThat(learned(samples)).isEqualTo((long) contexts.size() * LENGTH);
  }

  @Test
  void llmFoundry() throws IOException {
    write(TrainerPreset.LLM_FOUNDRY);
    List<Sample> samples =
        SamplingRules.llmFoundry(folder.resolve("mds-tokens"), setting("max_seq_len: "), -1);
    assertThat(samples).hasSameSizeAs(contexts);
    assertThat(whole(samples)).isEqualTo(contexts.size());
    assertThat(learned(samples)).isEqualTo((long) contexts.size() * (LENGTH - 1));
  }

  /** Where the separator fills contexts up, the loss goes off the ends of documents with it. */
  @Test
  void llmFoundryWithTheSeparatorAsPadding() throws IOException {
    int separator = Tokenizers.utf8Bytes().separator().orElseThrow();
    ContextBuilder builder =
        ContextBuilder.of(Samples.documents()).tail(Tail.PAD).padding(separator);
    write(TrainerPreset.LLM_FOUNDRY, OutputOptions.defaults(), builder);
    assertThat(training).contains("- **Mind:** the padding is the separator (token 256).");
    int length = setting("max_seq_len: ");
    long all = learned(SamplingRules.llmFoundry(folder.resolve("mds-tokens"), length, -1));
    long left = learned(SamplingRules.llmFoundry(folder.resolve("mds-tokens"), length, separator));
    assertThat(all - left).isGreaterThan(padding());
  }

  @Test
  void llmFoundryWithItsOwnPadding() throws IOException {
    int own = 7;
    write(
        TrainerPreset.LLM_FOUNDRY,
        OutputOptions.defaults(),
        ContextBuilder.of(Samples.documents()).tail(Tail.PAD).padding(own));
    assertThat(training).doesNotContain("Mind").contains("were the separator (token 256)");
    int length = setting("max_seq_len: ");
    List<Sample> samples = SamplingRules.llmFoundry(folder.resolve("mds-tokens"), length, own);
    assertThat(whole(samples)).isEqualTo(contexts.size());
    assertThat(padding()).isPositive();
    assertThat(learned(samples)).isEqualTo((long) contexts.size() * (LENGTH - 1) - padding());
  }

  @Test
  void proLong() throws IOException {
    ContextBuilder builder = ContextBuilder.of(Samples.documents()).tail(Tail.PAD);
    write(TrainerPreset.PROLONG, OutputOptions.defaults().shardBytes(4000), builder);
    assertThat(folder.resolve("mds/shard.00001.mds")).exists();
    assertThat(training).contains("--apply_instruct_masks");
    int tokens = setting("--per_device_max_tokens ");
    List<Sample> samples = SamplingRules.proLong(folder.resolve("mds"), tokens, true);
    assertThat(samples).hasSameSizeAs(contexts);
    assertThat(whole(samples)).isEqualTo(contexts.size());
    assertThat(padding()).isPositive();
    assertThat(learned(samples)).isEqualTo((long) contexts.size() * (LENGTH - 1) - padding());
    // A token less, and no full context is whole.
    assertThat(whole(SamplingRules.proLong(folder.resolve("mds"), tokens - 1, true))).isZero();
  }
}
