package dev.icp.spark;

import dev.icp.Boundary;
import dev.icp.Tail;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.TrainerPreset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the contexts are written as; the options mean what they mean to {@code icp pack}. */
final class FormatChoice {
  /** Shows all formats in the help. */
  static final class Labels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(OutputFormat.values()).map(OutputFormat::label).iterator();
    }
  }

  /** Shows all trainers in the help. */
  static final class Trainers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(TrainerPreset.values()).map(TrainerPreset::label).iterator();
    }
  }

  @Option(
      names = "--for",
      paramLabel = "TRAINER",
      converter = SubmitValues.Trainer.class,
      completionCandidates = Trainers.class,
      description =
          "Writes what a trainer takes for whole contexts: ${COMPLETION-CANDIDATES}. Chooses"
              + " format, length, tail and masks, and says in TRAINING.md what to set in the"
              + " trainer; --context-length is what the model sees.")
  @Nullable TrainerPreset trainer;

  @Option(
      names = "--tokenizer-name",
      paramLabel = "NAME",
      description =
          "What the trainer knows the tokenizer by: a folder, or a name on a hub. Default: the path"
              + " of --tokenizer with --for nanotron, else its fingerprint.")
  @Nullable String tokenizerName;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      split = ",",
      converter = SubmitValues.Format.class,
      completionCandidates = Labels.class,
      description =
          "What the contexts are written as: ${COMPLETION-CANDIDATES}; a shard for each of Spark's"
              + " partitions. May be given several times. Default: what --for reads, else jsonl.")
  List<OutputFormat> formats = new ArrayList<>();

  @Option(
      names = "--token-bytes",
      paramLabel = "2|4",
      converter = SubmitValues.TokenBytes.class,
      description =
          "Bytes of a token, in formats that have a choice. Default: 2 where all tokens fit, else"
              + " 4.")
  @Nullable Integer tokenBytes;

  @Option(
      names = "--document-mask",
      description =
          "Tells the trainer each document's range, so that attention stays within it, in formats"
              + " that have a place for it. Default: a context is one range.")
  boolean documentMask;

  @Option(
      names = "--no-tokens",
      description = "Leaves the tokens out of jsonl: only which document stands where.")
  boolean noTokens;

  @Option(
      names = "--overwrite",
      description =
          "Replaces the output of another run in the output folder. Default: only that of the same"
              + " command.")
  boolean overwrite;

  Set<OutputFormat> formats() {
    return formats.isEmpty()
        ? EnumSet.of(trainer == null ? OutputFormat.JSONL : trainer.format())
        : EnumSet.copyOf(formats);
  }

  /** Returns how many tokens a context has. */
  int contextLength(int asked) {
    return trainer == null ? asked : trainer.contextLength(asked);
  }

  /**
   * Returns what becomes of the last context.
   *
   * @param asked null where nothing was said
   * @param ownPadding whether a token of padding was given
   */
  Tail tail(@Nullable Tail asked, boolean ownPadding) {
    if (asked != null) {
      return asked;
    }
    if (trainer != null) {
      return trainer.tail(ownPadding);
    }
    return fixedLength() == null ? Tail.SHORT : Tail.PAD;
  }

  /** Returns a format whose contexts all have the same length; null if there is none. */
  private @Nullable OutputFormat fixedLength() {
    return formats().stream().filter(OutputFormat::fixedLength).findFirst().orElse(null);
  }

  /**
   * @param tokenizer the folder that a trainer finds the tokenizer in; empty if there is none
   */
  OutputOptions options(String tokenizer) {
    OutputOptions options =
        OutputOptions.defaults().documentMask(documentMask).withTokens(!noTokens);
    if (tokenizerName != null) {
      options = options.tokenizerName(tokenizerName);
    } else if (trainer != null && !tokenizer.isEmpty()) {
      options = options.tokenizerName(tokenizer);
    }
    if (trainer != null) {
      options = trainer.options(options);
    }
    return tokenBytes == null ? options : options.tokenBytes(tokenBytes);
  }

  /**
   * Refuses what does not go together, before anything is read or written.
   *
   * @throws IllegalArgumentException naming the options
   */
  void require(
      @Nullable Tail asked,
      Boundary boundary,
      boolean ownPadding,
      String tokenizer,
      int vocabularySize) {
    Set<OutputFormat> all = formats();
    if (all.size() < formats.size()) {
      throw new IllegalArgumentException("--format: one of them more than once");
    }
    OutputFormat fixed = fixedLength();
    if (asked == Tail.SHORT && fixed != null) {
      throw new IllegalArgumentException(
          "--tail short does not go with "
              + fixed.label()
              + ", whose contexts all have the same length: pad or drop");
    }
    if (tokenizerName != null && tokenizerName.matches("(?s).*[|\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "--tokenizer-name: expected a name without vertical bars and line breaks");
    }
    requirePlace(noTokens, "--no-tokens", FormatOption.NO_TOKENS);
    requirePlace(tokenBytes != null, "--token-bytes", FormatOption.TOKEN_BYTES);
    requirePlace(documentMask, "--document-mask", FormatOption.DOCUMENT_MASK);
    if (tokenBytes != null && tokenBytes == Short.BYTES && vocabularySize > 1 << 16) {
      throw new IllegalArgumentException(
          "--token-bytes 2 does not go with a tokenizer of "
              + vocabularySize
              + " ids: 2 bytes hold 65536");
    }
    TrainerPreset preset = trainer;
    if (preset == null) {
      return;
    }
    if (!all.contains(preset.format())) {
      throw new IllegalArgumentException(
          "--for "
              + preset.label()
              + " does not go with --format "
              + all.iterator().next().label()
              + ": it reads "
              + preset.format().label());
    }
    preset
        .conflict(tail(asked, ownPadding), boundary, ownPadding, options(tokenizer))
        .ifPresent(
            conflict -> {
              String option =
                  conflict.setting().equals("documentMask")
                      ? "--document-mask"
                      : "--" + conflict.setting() + " " + conflict.value();
              throw new IllegalArgumentException(
                  "--for "
                      + preset.label()
                      + " does not go with "
                      + option
                      + ": "
                      + conflict.reason());
            });
  }

  private void requirePlace(boolean given, String option, FormatOption place) {
    if (given && formats().stream().noneMatch(format -> format.takes(place))) {
      throw new IllegalArgumentException(
          option
              + " is for --format "
              + OutputFormat.labels("and", format -> format.takes(place))
              + "; "
              + formats().iterator().next().label()
              + " has no place for it");
    }
  }
}
