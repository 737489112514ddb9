package dev.icp.cli.pack;

import dev.icp.Tail;
import dev.icp.cli.shared.OptionValues.Format;
import dev.icp.cli.shared.OptionValues.ShardSize;
import dev.icp.cli.shared.OptionValues.TokenBytes;
import dev.icp.cli.shared.OptionValues.Trainer;
import dev.icp.cli.shared.Size;
import dev.icp.cli.shared.TokenizerChoice;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.TrainerPreset;
import dev.icp.settings.PackingSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the contexts are written as. */
final class FormatOptions {
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
      converter = Trainer.class,
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
      converter = Format.class,
      completionCandidates = Labels.class,
      description =
          "What the contexts are written as: ${COMPLETION-CANDIDATES}; jsonl as contexts.jsonl,"
              + " each other into a folder of its name. May be given several times; docs/formats.md"
              + " says which trainer reads which. Default: what --for reads, else jsonl.")
  List<OutputFormat> formats = new ArrayList<>();

  @Option(
      names = "--shard-size",
      paramLabel = "SIZE",
      converter = ShardSize.class,
      description =
          "How large a file of contexts may become, as in 500m or 2g. Default: what is usual for"
              + " the format, 64m, 1g or no limit.")
  @Nullable Size shardSize;

  @Option(
      names = "--token-bytes",
      paramLabel = "2|4",
      converter = TokenBytes.class,
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
   * Returns what becomes of the last context where nothing was said.
   *
   * @param ownPadding whether a token of padding was given
   */
  Tail usualTail(boolean ownPadding) {
    return trainer != null ? trainer.tail(ownPadding) : fixedLength() ? Tail.PAD : Tail.SHORT;
  }

  private boolean fixedLength() {
    return formats().stream().anyMatch(OutputFormat::fixedLength);
  }

  /**
   * @param tokenizer what {@code --tokenizer} says
   */
  OutputOptions options(String tokenizer) {
    OutputOptions options =
        OutputOptions.defaults().documentMask(documentMask).withTokens(!noTokens);
    if (tokenizerName != null) {
      options = options.tokenizerName(tokenizerName);
    } else if (trainer != null && TokenizerChoice.isPath(tokenizer)) {
      options = options.tokenizerName(TokenizerChoice.folder(tokenizer));
    }
    if (trainer != null) {
      options = trainer.options(options);
    }
    if (shardSize != null) {
      options = options.shardBytes(shardSize.bytes());
    }
    return tokenBytes == null ? options : options.tokenBytes(tokenBytes);
  }

  /**
   * Refuses options that do not go together, before anything is read or written.
   *
   * @param given what was said
   * @param all with what follows from it
   * @param tokenizer what {@code --tokenizer} says
   */
  void require(PackingSettings given, PackingSettings all, String tokenizer, CommandSpec spec) {
    String problem =
        problem(given.isSet(PackingSettings.TAIL) ? given.get(PackingSettings.TAIL) : null);
    if (problem == null) {
      problem = wrongForTrainer(all, tokenizer);
    }
    if (problem != null) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  /** Refuses tokens that are too narrow for a tokenizer, before anything is read or written. */
  void requireWidth(int vocabularySize, String tokenizer, CommandSpec spec) {
    if (tokenBytes != null && tokenBytes == Short.BYTES && vocabularySize > 1 << 16) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              Locale.ROOT,
              "--token-bytes 2 does not go with --tokenizer %s, which has %d ids: 2 bytes hold"
                  + " 65536",
              tokenizer,
              vocabularySize));
    }
  }

  private @Nullable String wrongForTrainer(PackingSettings settings, String tokenizer) {
    TrainerPreset preset = trainer;
    if (preset == null) {
      return null;
    }
    if (!formats().contains(preset.format())) {
      return "--for "
          + preset.label()
          + " does not go with --format "
          + label(formats(), false)
          + ": it reads "
          + preset.format().label();
    }
    return preset
        .conflict(
            settings.get(PackingSettings.TAIL),
            settings.get(PackingSettings.BOUNDARY),
            settings.isSet(PackingSettings.PADDING),
            options(tokenizer))
        .map(
            conflict ->
                "--for "
                    + preset.label()
                    + " does not go with "
                    + option(conflict)
                    + ": "
                    + conflict.reason())
        .orElse(null);
  }

  /** Returns how a setting is written on the command line. */
  private String option(TrainerPreset.Conflict conflict) {
    return switch (conflict.setting()) {
      case "shardBytes" -> "--shard-size " + shardSize;
      case "documentMask" -> "--document-mask";
      default -> "--" + conflict.setting() + " " + conflict.value();
    };
  }

  private @Nullable String problem(@Nullable Tail tail) {
    Set<OutputFormat> all = formats();
    if (all.size() < formats.size()) {
      return "--format: " + twice().label() + " more than once";
    }
    if (tail == Tail.SHORT && fixedLength()) {
      return "--tail short does not go with "
          + label(all, true)
          + ", whose contexts all have the same length: pad or drop";
    }
    if (tokenizerName != null && tokenizerName.matches("(?s).*[|\\p{Cntrl}].*")) {
      return "--tokenizer-name: expected a name without vertical bars and line breaks";
    }
    String misplaced = noTokens ? misplaced("--no-tokens", FormatOption.NO_TOKENS) : null;
    if (misplaced == null && tokenBytes != null) {
      misplaced = misplaced("--token-bytes", FormatOption.TOKEN_BYTES);
    }
    if (misplaced == null && documentMask) {
      misplaced = misplaced("--document-mask", FormatOption.DOCUMENT_MASK);
    }
    if (misplaced != null) {
      return misplaced;
    }
    for (OutputFormat format : all) {
      if (shardSize != null && shardSize.bytes() > format.largestShardBytes()) {
        long most = format.largestShardBytes() >> 20;
        return "--shard-size of " + format.label() + " is at most " + most + "m";
      }
    }
    return null;
  }

  private @Nullable String misplaced(String option, FormatOption place) {
    return formats().stream().anyMatch(format -> format.takes(place))
        ? null
        : option
            + " is for --format "
            + OutputFormat.labels("and", format -> format.takes(place))
            + "; "
            + label(formats(), false)
            + " has no place for it";
  }

  private OutputFormat twice() {
    Set<OutputFormat> seen = EnumSet.noneOf(OutputFormat.class);
    return formats.stream().filter(format -> !seen.add(format)).findFirst().orElseThrow();
  }

  private static String label(Set<OutputFormat> formats, boolean fixedLength) {
    return formats.stream()
        .filter(format -> format.fixedLength() || !fixedLength)
        .findFirst()
        .orElseThrow()
        .label();
  }
}
