package dev.icp.cli.pack;

import dev.icp.formats.OutputFormat;
import dev.icp.options.CommonValues.Format;
import dev.icp.options.CommonValues.ShardSize;
import dev.icp.options.FormatNames;
import dev.icp.options.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which formats one machine writes, and where. */
final class PackFormats extends FormatNames {
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
  private List<OutputFormat> formats = new ArrayList<>();

  @Option(
      names = "--shard-size",
      paramLabel = "SIZE",
      converter = ShardSize.class,
      description =
          "How large a file of contexts may become, as in 500m or 2g. Default: what is usual for"
              + " the format, 64m, 1g or no limit.")
  private @Nullable Size shardSize;

  @Override
  protected List<OutputFormat> given() {
    return formats;
  }

  @Override
  protected @Nullable Size shardSize() {
    return shardSize;
  }
}
