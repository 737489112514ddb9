package dev.icp.formats.internal.format.parquet;

import dev.icp.PackedContext;
import dev.icp.formats.FormatOption;
import dev.icp.formats.OutputOptions;
import dev.icp.formats.internal.files.OutputFiles;
import dev.icp.formats.internal.files.TemporaryFile;
import dev.icp.formats.internal.format.Format;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.FormatWriter;
import dev.icp.formats.internal.format.Ranges;
import dev.icp.formats.internal.format.RunShape;
import dev.icp.formats.internal.format.Shard;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.IntListsWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Parquet as Hugging Face's TRL reads packed data: {@code input_ids}, and {@code seq_lengths}, the
 * lengths of the ranges; {@code document_lengths} are the documents' whatever the ranges are. On
 * request {@code attention_mask} and {@code labels}, the tokens again, −100 where one is not to be
 * learned.
 */
public final class ParquetFormat implements Format {
  /** What a label is that carries no loss. */
  static final int IGNORED = -100;

  private static final List<String> COLUMNS =
      List.of("input_ids", "seq_lengths", "document_lengths");
  private static final List<String> COLUMNS_WITH_LABELS =
      List.of("input_ids", "seq_lengths", "document_lengths", "attention_mask", "labels");

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
    return Set.of(FormatOption.DOCUMENT_MASK, FormatOption.LOSS_MASK);
  }

  @Override
  public void require(OutputOptions options) {
    support();
  }

  /** Returns the columns, lists of int32. */
  static List<String> columns(boolean lossMask) {
    return lossMask ? COLUMNS_WITH_LABELS : COLUMNS;
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
  public List<String> endings(boolean lossMask) {
    return List.of(".parquet");
  }

  /** Row groups are read from their beginning. */
  @Override
  public boolean findsContexts() {
    return false;
  }

  @Override
  public long bytes(PackedContext context, RunShape shape) {
    int lists = shape.lossMask() ? 3 : 1;
    return 4L * lists * context.length() + 8L * context.segments().size();
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
    return shard -> new ParquetShard(output.path(shard), output.output().lossMask());
  }

  private static Shard open(OutputFiles files, String path, RunShape shape) throws IOException {
    TemporaryFile file = files.create(path + ".parquet");
    IntListsWriter rows = support().write(file.stream(), columns(shape.lossMask()));
    return new Shard() {
      @Override
      public void write(PackedContext context) throws IOException {
        int[] tokens = context.tokens();
        int[] ranges = Ranges.lengths(Ranges.ends(context, shape.documentMask()));
        int[] documents = Ranges.lengths(context.cumulativeLengths());
        if (shape.lossMask()) {
          int[] mask = new int[tokens.length];
          int[] labels = tokens.clone();
          int filled = tokens.length - context.padding();
          Arrays.fill(mask, 0, filled, 1);
          Arrays.fill(labels, filled, labels.length, IGNORED);
          rows.write(tokens, ranges, documents, mask, labels);
        } else {
          rows.write(tokens, ranges, documents);
        }
      }

      @Override
      public void finish() throws IOException {
        rows.close();
        file.complete();
      }
    };
  }
}
