package dev.icp.options;

import dev.icp.Tail;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.TrainerPreset;
import dev.icp.options.CommonValues.TokenBytes;
import dev.icp.options.CommonValues.Trainer;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.Tokenizer;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the contexts are written as. */
public final class FormatOptions {
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
  private @Nullable TrainerPreset trainer;

  @Option(
      names = "--tokenizer-name",
      paramLabel = "NAME",
      description =
          "What the trainer knows the tokenizer by: a folder, or a name on a hub. Default: the path"
              + " of --tokenizer with --for nanotron, else its fingerprint.")
  private @Nullable String tokenizerName;

  @Mixin private final FormatNames names;

  @Option(
      names = "--token-bytes",
      paramLabel = "2|4",
      converter = TokenBytes.class,
      description =
          "Bytes of a token, in formats that have a choice. Default: 2 where all tokens fit, else"
              + " 4.")
  private @Nullable Integer tokenBytes;

  @Option(
      names = "--document-mask",
      description =
          "Tells the trainer each document's range, so that attention stays within it, in formats"
              + " that have a place for it. Default: a context is one range.")
  private boolean documentMask;

  @Option(
      names = "--no-tokens",
      description = "Leaves the tokens out of jsonl: only which document stands where.")
  private boolean noTokens;

  @Option(
      names = "--text-separator",
      paramLabel = "TEXT",
      description =
          "What stands between documents in formats of text; may be empty. Default: what the"
              + " tokenizer writes its separator as, a blank line for bytes.")
  private @Nullable String textSeparator;

  @Option(
      names = "--overwrite",
      description =
          "Replaces the output of another run in the output folder. Default: only that of the same"
              + " command.")
  private boolean overwrite;

  /**
   * @param names the command's own
   */
  public FormatOptions(FormatNames names) {
    this.names = names;
  }

  /** Returns the trainer that this is for; null for none in particular. */
  public @Nullable TrainerPreset trainer() {
    return trainer;
  }

  /** Returns whether the output of another run is replaced. */
  public boolean overwrite() {
    return overwrite;
  }

  /** Returns the formats, one or more. */
  public Set<OutputFormat> formats() {
    return names.given().isEmpty()
        ? EnumSet.of(trainer == null ? OutputFormat.JSONL : trainer.format())
        : EnumSet.copyOf(names.given());
  }

  /** Returns settings with what the trainer and the format make of them where nothing was said. */
  public PackingSettings complete(PackingSettings given) {
    int asked = given.get(PackingSettings.CONTEXT_LENGTH);
    return given
        .set(PackingSettings.CONTEXT_LENGTH, trainer == null ? asked : trainer.contextLength(asked))
        .tail(
            given.isSet(PackingSettings.TAIL)
                ? given.get(PackingSettings.TAIL)
                : usualTail(given.isSet(PackingSettings.PADDING)));
  }

  private Tail usualTail(boolean ownPadding) {
    return trainer != null ? trainer.tail(ownPadding) : fixedLength() ? Tail.PAD : Tail.SHORT;
  }

  private boolean fixedLength() {
    return formats().stream().anyMatch(OutputFormat::fixedLength);
  }

  /**
   * Returns how they are written.
   *
   * @param tokenizer what {@code --tokenizer} says
   */
  public OutputOptions options(String tokenizer) {
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
    if (textSeparator != null) {
      options = options.textSeparator(textSeparator);
    }
    Size shardSize = names.shardSize();
    if (shardSize != null) {
      options = options.shardBytes(shardSize.bytes());
    }
    return tokenBytes == null ? options : options.tokenBytes(tokenBytes);
  }

  /**
   * Returns what does not go together, which is to be known before anything is read or written.
   *
   * @param given what was said
   * @param all the same {@linkplain #complete completed}
   * @param tokenizer what {@code --tokenizer} says
   */
  public Optional<String> wrong(PackingSettings given, PackingSettings all, String tokenizer) {
    String problem =
        problem(given.isSet(PackingSettings.TAIL) ? given.get(PackingSettings.TAIL) : null);
    return Optional.ofNullable(problem == null ? wrongForTrainer(all, tokenizer) : problem);
  }

  /**
   * Returns what is wrong if tokens are too narrow for a tokenizer.
   *
   * @param name what {@code --tokenizer} says
   */
  public Optional<String> wrong(Tokenizer tokenizer, String name) {
    boolean narrow =
        tokenBytes != null && tokenBytes == Short.BYTES && tokenizer.vocabularySize() > 1 << 16;
    return narrow
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "--token-bytes 2 does not go with --tokenizer %s, which has %d ids: 2 bytes hold"
                    + " 65536",
                name,
                tokenizer.vocabularySize()))
        : Optional.empty();
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
        .conflict(settings, options(tokenizer))
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
      case "shardBytes" -> "--shard-size " + names.shardSize();
      case "documentMask" -> "--document-mask";
      default -> "--" + conflict.setting() + " " + conflict.value();
    };
  }

  private @Nullable String problem(@Nullable Tail tail) {
    Set<OutputFormat> all = formats();
    if (all.size() < names.given().size()) {
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
    if (misplaced == null && textSeparator != null) {
      misplaced = misplaced("--text-separator", FormatOption.TEXT_SEPARATOR);
    }
    if (misplaced != null) {
      return misplaced;
    }
    Size shardSize = names.shardSize();
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
    return names.given().stream().filter(format -> !seen.add(format)).findFirst().orElseThrow();
  }

  private static String label(Set<OutputFormat> formats, boolean fixedLength) {
    return formats.stream()
        .filter(format -> format.fixedLength() || !fixedLength)
        .findFirst()
        .orElseThrow()
        .label();
  }
}
