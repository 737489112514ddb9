package dev.icp.formats;

import dev.icp.Boundary;
import dev.icp.Tail;
import dev.icp.formats.internal.trainer.Axolotl;
import dev.icp.formats.internal.trainer.Litgpt;
import dev.icp.formats.internal.trainer.LlmFoundry;
import dev.icp.formats.internal.trainer.Megatron;
import dev.icp.formats.internal.trainer.Nanotron;
import dev.icp.formats.internal.trainer.Nemo;
import dev.icp.formats.internal.trainer.Olmo;
import dev.icp.formats.internal.trainer.Padding;
import dev.icp.formats.internal.trainer.ProLong;
import dev.icp.formats.internal.trainer.Torchtitan;
import dev.icp.formats.internal.trainer.Trainer;
import dev.icp.formats.internal.trainer.Trl;
import dev.icp.settings.PackingSettings;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes each sample of a trainer exactly one context: the format, how many tokens a context
 * has, what becomes of the last one, and which masks are written. {@code docs/trainers} has a page
 * for each.
 *
 * <pre>{@code
 * TrainerPreset preset = TrainerPreset.NANOTRON;
 * try (PackedContexts contexts =
 *         ContextBuilder.of(documents).tail(preset.tail(false)).pack(preset.contextLength(4096));
 *     OutputFolder output = OutputFolder.open(folder)) {
 *   contexts.writeTo(output.contexts(preset.format(), preset.options(OutputOptions.defaults())));
 *   output.training(preset);
 *   output.commit(contexts.report());
 * }
 * }</pre>
 */
@SuppressWarnings("ImmutableEnumChecker") // Trainers have no state.
public enum TrainerPreset {
  /** Megatron-LM. */
  MEGATRON("megatron", OutputFormat.MEGATRON, new Megatron()),
  /** NeMo and Megatron-Bridge. */
  NEMO("nemo", OutputFormat.MEGATRON, new Nemo()),
  /** OLMo-core. */
  OLMO("olmo", OutputFormat.NPY, new Olmo()),
  /** nanotron, and what else reads with datatrove. */
  NANOTRON("nanotron", OutputFormat.DATATROVE, new Nanotron()),
  /** Hugging Face's TRL. */
  TRL("trl", OutputFormat.PARQUET, new Trl()),
  /** axolotl. */
  AXOLOTL("axolotl", OutputFormat.PARQUET, new Axolotl()),
  /** MosaicML's llm-foundry. */
  LLM_FOUNDRY("llm-foundry", OutputFormat.MDS_TOKENS, new LlmFoundry()),
  /** ProLong. */
  PROLONG("prolong", OutputFormat.MDS, new ProLong()),
  /** torchtitan. */
  TORCHTITAN("torchtitan", OutputFormat.PARQUET, new Torchtitan()),
  /** litgpt. */
  LITGPT("litgpt", OutputFormat.LITDATA, new Litgpt());

  private final String label;
  private final OutputFormat format;
  private final Trainer trainer;

  TrainerPreset(String label, OutputFormat format, Trainer trainer) {
    this.label = label;
    this.format = format;
    this.trainer = trainer;
  }

  /**
   * Something that a trainer cannot make whole contexts of.
   *
   * @param setting its name in code, as in {@code tail}
   * @param value what it is
   * @param reason why that does not go
   */
  public record Conflict(String setting, String value, String reason) {}

  /** Returns how a trainer reads and samples. */
  Trainer trainer() {
    return trainer;
  }

  /** Returns the name on the command line: {@code llm-foundry}. */
  public String label() {
    return label;
  }

  /** Returns the trainer's name for people: {@code Megatron-LM}. */
  public String title() {
    return trainer.title();
  }

  /** Returns what it reads. */
  public OutputFormat format() {
    return format;
  }

  /**
   * Returns how many tokens a context needs.
   *
   * @param modelLength what the model is to see of it; 1 or more
   * @throws IllegalArgumentException if that is not positive
   * @throws ArithmeticException if it is the largest number there is, and one more is needed
   */
  public int contextLength(int modelLength) {
    if (modelLength < 1) {
      throw new IllegalArgumentException("modelLength: " + modelLength + ", expected 1 or more");
    }
    return Math.addExact(modelLength, trainer.labels());
  }

  /**
   * Returns what becomes of the last context where nothing else is asked for.
   *
   * @param ownPadding whether contexts are filled up with a token that stands nowhere else
   */
  public Tail tail(boolean ownPadding) {
    return ownPadding && trainer.padding() == Padding.PAD_TOKEN ? Tail.PAD : trainer.tail();
  }

  /** Returns the same options with what the trainer needs besides. */
  public OutputOptions options(OutputOptions options) {
    return trainer.padding() == Padding.MASKED ? options.lossMask(true) : options;
  }

  /**
   * Returns why these settings do not make whole contexts, or padding that costs nothing; empty if
   * they do.
   *
   * @param tail what becomes of the last context
   * @param boundary how contexts are cut
   * @param ownPadding whether contexts are filled up with a token that stands nowhere else
   * @param options how they are written
   */
  public Optional<Conflict> conflict(
      Tail tail, Boundary boundary, boolean ownPadding, OutputOptions options) {
    return conflict(
        tail, boundary == Boundary.KEEP_WHOLE ? "boundary keep-whole" : "", ownPadding, options);
  }

  /**
   * Returns the same of settings, also of those that fill contexts up otherwise.
   *
   * @param options how they are written
   */
  public Optional<Conflict> conflict(PackingSettings settings, OutputOptions options) {
    boolean limited =
        settings.get(PackingSettings.BOUNDARY) != Boundary.KEEP_WHOLE
            && settings.isSet(PackingSettings.MAX_DOCUMENTS);
    Tail tail = settings.get(PackingSettings.TAIL);
    boolean ownPadding = settings.isSet(PackingSettings.PADDING);
    return limited
        ? conflict(
            tail,
            "max-documents " + settings.get(PackingSettings.MAX_DOCUMENTS),
            ownPadding,
            options)
        : conflict(tail, settings.get(PackingSettings.BOUNDARY), ownPadding, options);
  }

  /**
   * @param gap the setting by which contexts are filled up before the last one, and its value;
   *     empty for none
   */
  private Optional<Conflict> conflict(
      Tail tail, String gap, boolean ownPadding, OutputOptions options) {
    if (tail == Tail.SHORT && (format.fixedLength() || trainer.labels() > 0)) {
      return conflict("tail", "short", "reads contexts of one length: pad or drop");
    }
    boolean pads = tail == Tail.PAD || !gap.isEmpty();
    String[] words = (tail == Tail.PAD ? "tail pad" : gap).split(" ", -1);
    String what = words[0];
    String value = words[words.length - 1];
    if (pads && trainer.padding() == Padding.LEARNED) {
      return conflict(what, value, "has no mask, and the model would learn the padding");
    }
    if (pads && trainer.padding() == Padding.PAD_TOKEN && !ownPadding) {
      return conflict(
          what,
          value,
          "takes the loss off padding only where it is the tokenizer's padding token, and it would"
              + " be the separator: choose the padding too");
    }
    if (options.documentMask() && !trainer.readsRanges()) {
      return conflict("documentMask", "true", "does not read where documents end from these files");
    }
    if (options.shardBytes() > 0 && trainer.wantsOneShard()) {
      return conflict(
          "shardBytes",
          Long.toString(options.shardBytes()),
          "would blend several files, and leave contexts out or take them twice");
    }
    return Optional.empty();
  }

  private Optional<Conflict> conflict(String setting, String value, String reason) {
    return Optional.of(new Conflict(setting, value, trainer.title() + " " + reason));
  }

  /**
   * Returns the preset of a label.
   *
   * @throws IllegalArgumentException if there is none, saying which there are
   */
  public static TrainerPreset byLabel(String label) {
    for (TrainerPreset preset : values()) {
      if (preset.label.equals(label)) {
        return preset;
      }
    }
    throw new IllegalArgumentException("trainer: '" + label + "', expected one of " + labels());
  }

  /** Returns all labels for people: {@code megatron, nemo, olmo, …}. */
  public static String labels() {
    return Stream.of(values()).map(TrainerPreset::label).collect(Collectors.joining(", "));
  }
}
