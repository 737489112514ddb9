package dev.icp.cli.pack;

import dev.icp.Tail;
import dev.icp.cli.shared.OptionValues.Format;
import dev.icp.cli.shared.OptionValues.ShardSize;
import dev.icp.cli.shared.OptionValues.TokenBytes;
import dev.icp.cli.shared.Size;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
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

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      split = ",",
      defaultValue = "jsonl",
      converter = Format.class,
      completionCandidates = Labels.class,
      description =
          "What the contexts are written as: ${COMPLETION-CANDIDATES}; jsonl as contexts.jsonl, each"
              + " other into a folder of its name. May be given several times; docs/formats.md says"
              + " which trainer reads which. Default: ${DEFAULT-VALUE}.")
  List<OutputFormat> formats = List.of(OutputFormat.JSONL);

  @Option(
      names = "--shard-size",
      paramLabel = "SIZE",
      converter = ShardSize.class,
      description =
          "How large a file of contexts may become, as in 500m or 2g. Default: what is usual for the"
              + " format, 64m, 1g or no limit.")
  @Nullable Size shardSize;

  @Option(
      names = "--token-bytes",
      paramLabel = "2|4",
      converter = TokenBytes.class,
      description =
          "Bytes of a token, in formats that have a choice. Default: 2 where all tokens fit, else 4.")
  @Nullable Integer tokenBytes;

  @Option(
      names = "--document-mask",
      description =
          "Tells the trainer each document's range, so that attention stays within it, in formats that"
              + " have a place for it. Default: a context is one range.")
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
    return EnumSet.copyOf(formats);
  }

  /** Returns what becomes of the last context where nothing was said. */
  Tail usualTail() {
    return fixedLength() ? Tail.PAD : Tail.SHORT;
  }

  private boolean fixedLength() {
    return formats().stream().anyMatch(OutputFormat::fixedLength);
  }

  OutputOptions options() {
    OutputOptions options =
        OutputOptions.defaults().documentMask(documentMask).withTokens(!noTokens);
    if (shardSize != null) {
      options = options.shardBytes(shardSize.bytes());
    }
    return tokenBytes == null ? options : options.tokenBytes(tokenBytes);
  }

  /** Refuses options that do not go together, before anything is read or written. */
  void require(@Nullable Tail tail, CommandSpec spec) {
    String problem = problem(tail);
    if (problem != null) {
      throw new ParameterException(spec.commandLine(), problem);
    }
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
