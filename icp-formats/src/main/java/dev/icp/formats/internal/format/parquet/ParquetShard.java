package dev.icp.formats.internal.format.parquet;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.format.RangeEnds;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.IntLists;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ParquetFormat} writes. */
public final class ParquetShard implements StoredShard {
  private final Path file;
  private final IntLists rows;

  /**
   * @param base the path without its ending
   * @param lossMask whether there are labels
   */
  public ParquetShard(String base, boolean lossMask) throws IOException {
    file = Path.of(base + ".parquet");
    ParquetSupport parquet =
        ParquetSupport.find()
            .orElseThrow(() -> new IOException(file + ": " + ParquetSupport.MISSING));
    try {
      rows = parquet.lists(file, ParquetFormat.columns(lossMask));
    } catch (IOException e) {
      throw bad(IoFailures.reason(e));
    }
  }

  @Override
  public @Nullable StoredContext next() throws IOException {
    List<int[]> row;
    try {
      row = rows.next();
    } catch (IOException e) {
      throw bad(IoFailures.reason(e));
    }
    return row == null
        ? null
        : new StoredContext(
            row.get(0),
            ends(row.get(0), row.get(1), "seq_lengths"),
            ends(row.get(0), row.get(2), "document_lengths"),
            row.size() == 3 ? null : learned(row.get(0), row.get(3), row.get(4)));
  }

  private boolean[] learned(int[] tokens, int[] mask, int[] labels) throws BadOutputException {
    if (mask.length != tokens.length || labels.length != tokens.length) {
      throw bad(
          String.format(
              Locale.ROOT,
              "%d input_ids, %d in attention_mask, %d labels",
              tokens.length,
              mask.length,
              labels.length));
    }
    boolean[] learned = new boolean[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      learned[i] = mask[i] == 1;
      if ((mask[i] != 0 && mask[i] != 1)
          || labels[i] != (learned[i] ? tokens[i] : ParquetFormat.IGNORED)) {
        throw bad(
            String.format(
                Locale.ROOT,
                "token %d at %d with attention_mask %d and label %d",
                tokens[i],
                i,
                mask[i],
                labels[i]));
      }
    }
    return learned;
  }

  private int[] ends(int[] tokens, int[] lengths, String column) throws BadOutputException {
    RangeEnds ends = new RangeEnds(tokens.length);
    for (int length : lengths) {
      if (!ends.add((long) ends.last() + length)) {
        throw bad("a length of " + length + " in " + column + " for " + tokens.length + " tokens");
      }
    }
    return ends.toArray();
  }

  private BadOutputException bad(String reason) {
    return new BadOutputException(file.toString(), reason);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
