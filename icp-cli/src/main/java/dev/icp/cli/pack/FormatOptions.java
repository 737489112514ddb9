package dev.icp.cli.pack;

import dev.icp.Tail;
import dev.icp.cli.shared.OptionValues;
import dev.icp.cli.shared.OptionValues.Format;
import dev.icp.cli.shared.OptionValues.ShardSize;
import dev.icp.cli.shared.OptionValues.TokenBytes;
import dev.icp.cli.shared.Size;
import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the contexts are written as. */
final class FormatOptions {
  /** Whose tokens are as wide as they are. */
  private static final Set<OutputFormat> ONE_WIDTH =
      EnumSet.of(OutputFormat.JSONL, OutputFormat.PARQUET);

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      split = ",",
      defaultValue = "jsonl",
      converter = Format.class,
      description =
          "jsonl (contexts.jsonl), megatron, mds (MosaicML, ProLong), npy (OLMo), datatrove"
              + " (nanotron) or parquet (Hugging Face), each into a folder of its name; may be given"
              + " several times. Default: ${DEFAULT-VALUE}.")
  List<OutputFormat> formats = List.of(OutputFormat.JSONL);

  @Option(
      names = "--shard-size",
      paramLabel = "SIZE",
      converter = ShardSize.class,
      description =
          "How large a file of contexts may become, as in 500m or 2g. Default: 64m for mds, 1g for"
              + " npy, datatrove and parquet; no limit for jsonl and megatron.")
  @Nullable Size shardSize;

  @Option(
      names = "--token-bytes",
      paramLabel = "2|4",
      converter = TokenBytes.class,
      description =
          "Bytes of a token in megatron, mds, npy and datatrove. Default: 2 where all tokens fit,"
              + " else 4.")
  @Nullable Integer tokenBytes;

  @Option(
      names = "--document-mask",
      description =
          "Tells the trainer each document's range, so that attention stays within it: mds, npy,"
              + " datatrove and parquet. Default: a context is one range.")
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
    if (noTokens && !all.contains(OutputFormat.JSONL)) {
      return "--no-tokens is for --format jsonl";
    }
    if (tokenBytes != null && ONE_WIDTH.containsAll(all)) {
      return "--token-bytes is for --format megatron, mds, npy and datatrove; "
          + label(all, false)
          + " has no place for it";
    }
    if (documentMask && all.stream().noneMatch(OutputFormat::masks)) {
      return "--document-mask is for --format mds, npy, datatrove and parquet; "
          + label(all, false)
          + " has no place for it";
    }
    if (all.contains(OutputFormat.MDS)
        && shardSize != null
        && shardSize.bytes() > OptionValues.LARGEST_MDS_SHARD) {
      return "--shard-size of mds is at most 3800m";
    }
    return null;
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
