package dev.icp.formats.internal.output;

import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;

/** The implementation of each format. */
final class ShardFormats {
  private ShardFormats() {}

  static ShardFormat of(OutputFormat format, OutputOptions options) {
    return switch (format) {
      case JSONL -> new JsonLinesFormat("contexts", ".jsonl");
      case MEGATRON -> new MegatronFormat();
      case MDS -> new MdsFormat(options.shardBytes());
      case NPY -> new NpyFormat();
      case DATATROVE -> new DatatroveFormat();
      case PARQUET -> new ParquetFormat();
    };
  }
}
