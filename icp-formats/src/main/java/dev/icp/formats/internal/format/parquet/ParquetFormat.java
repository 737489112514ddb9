package dev.icp.formats.internal.format.parquet;

import dev.icp.PackedContext;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.Ranges;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.ShardFormat;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.IntListsWriter;
import java.io.IOException;
import java.util.List;

/**
 * Parquet as Hugging Face's TRL reads packed data: {@code input_ids}, and {@code seq_lengths}, the
 * lengths of the ranges; {@code document_lengths} are the documents' whatever the ranges are.
 */
public final class ParquetFormat implements ShardFormat {
  /** The columns, lists of int32. */
  public static final List<String> COLUMNS =
      List.of("input_ids", "seq_lengths", "document_lengths");

  private final ParquetSupport parquet =
      ParquetSupport.find().orElseThrow(() -> new IllegalStateException(ParquetSupport.MISSING));

  @Override
  public long usualShardBytes() {
    return 1L << 30;
  }

  @Override
  public String shardName(int shard, boolean onlyOne) {
    return "contexts-%05d".formatted(shard);
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    return 4L * context.length() + 8L * context.segments().size();
  }

  @Override
  public String tokenType(RunShape shape) {
    return "int32";
  }

  @Override
  public Shard open(OutputFiles files, String path, RunShape shape) throws IOException {
    TemporaryFile file = files.create(path + ".parquet");
    IntListsWriter rows = parquet.write(file.stream(), COLUMNS);
    return new Shard() {
      @Override
      public void write(PackedContext context) throws IOException {
        rows.write(
            context.tokens(),
            Ranges.lengths(Ranges.ends(context, shape.documentMask())),
            Ranges.lengths(context.cumulativeLengths()));
      }

      @Override
      public void finish() throws IOException {
        rows.close();
        file.complete();
      }
    };
  }
}
