package dev.icp.spark;

import dev.icp.formats.OutputFormat;
import dev.icp.options.CommonValues.Format;
import dev.icp.options.FormatNames;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which formats Spark's tasks write. */
final class SubmitFormats extends FormatNames {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      split = ",",
      converter = Format.class,
      completionCandidates = Labels.class,
      description =
          "What the contexts are written as: ${COMPLETION-CANDIDATES}; a shard for each of Spark's"
              + " partitions. May be given several times. Default: what --for reads, else jsonl.")
  private List<OutputFormat> formats = new ArrayList<>();

  @Override
  protected List<OutputFormat> given() {
    return formats;
  }
}
