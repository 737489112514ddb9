package dev.icp.formats.internal.format.parquet;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.Ranges;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.IntListsWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Parquet as Hugging Face's TRL reads packed data: {@code input_ids}, and {@code seq_lengths}, the
 * lengths of the ranges; {@code document_lengths} are the documents' whatever the ranges are.
 */
public final class ParquetFormat implements Format {
  /** The columns, lists of int32. */
  public static final List<String> COLUMNS =
      List.of("input_ids", "seq_lengths", "document_lengths");

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public boolean fixedLength() {
    return false;
  }

  @Override
  public Set<FormatOption> options() {
    return Set.of(FormatOption.DOCUMENT_MASK);
  }

  @Override
  public void require(OutputOptions options) {
    support();
  }

  private static ParquetSupport support() {
    return ParquetSupport.find()
        .orElseThrow(() -> new IllegalStateException(ParquetSupport.MISSING));
  }

  @Override
  public long usualShardBytes() {
    return 1L << 30;
  }

  @Override
  public String stem() {
    return "contexts-";
  }

  @Override
  public String shardName(int shard, boolean onlyOne) {
    return String.format(Locale.ROOT, "%s%05d", stem(), shard);
  }

  @Override
  public List<String> endings() {
    return List.of(".parquet");
  }

  /** Row groups are read from their beginning. */
  @Override
  public boolean findsContexts() {
    return false;
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
  public FormatWriter writer(OutputFiles files, String folder, RunShape shape) {
    return path -> open(files, path, shape);
  }

  @Override
  public FormatReader reader(StoredOutput output, int contextLength) {
    return shard -> new ParquetShard(output.path(shard));
  }

  private static Shard open(OutputFiles files, String path, RunShape shape) throws IOException {
    TemporaryFile file = files.create(path + ".parquet");
    IntListsWriter rows = support().write(file.stream(), COLUMNS);
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
