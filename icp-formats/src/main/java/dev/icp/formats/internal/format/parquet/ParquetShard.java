package dev.icp.formats.internal.format.parquet;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.files.Failures;
import dev.icp.formats.internal.format.RangeEnds;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.formats.spi.ParquetSupport.IntLists;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ParquetFormat} writes. */
public final class ParquetShard implements StoredShard {
  private final Path file;
  private final IntLists rows;

  /**
   * @param base the path without its ending
   */
  public ParquetShard(String base) throws IOException {
    file = Path.of(base + ".parquet");
    ParquetSupport parquet =
        ParquetSupport.find()
            .orElseThrow(() -> new IOException(file + ": " + ParquetSupport.MISSING));
    try {
      rows = parquet.lists(file, ParquetFormat.COLUMNS);
    } catch (IOException e) {
      throw bad(Failures.reason(e));
    }
  }

  @Override
  public @Nullable StoredContext next() throws IOException {
    int[][] row;
    try {
      row = rows.next();
    } catch (IOException e) {
      throw bad(Failures.reason(e));
    }
    return row == null
        ? null
        : new StoredContext(
            row[0], ends(row[0], row[1], "seq_lengths"), ends(row[0], row[2], "document_lengths"));
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
