package dev.icp.formats.internal.format;

import dev.icp.formats.OutputFormat;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.internal.format.datatrove.DatatroveFormat;
import dev.icp.formats.internal.format.jsonl.JsonLinesFormat;
import dev.icp.formats.internal.format.mds.MdsFormat;
import dev.icp.formats.internal.format.megatron.MegatronFormat;
import dev.icp.formats.internal.format.npy.NpyFormat;
import dev.icp.formats.internal.format.parquet.ParquetFormat;

/** The implementation of each format. */
public final class ShardFormats {
  private ShardFormats() {}

  public static ShardFormat of(OutputFormat format, OutputOptions options) {
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
