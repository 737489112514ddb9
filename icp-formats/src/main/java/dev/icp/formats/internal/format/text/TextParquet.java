package dev.icp.formats.internal.format.text;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.spi.ParquetSupport;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of text in Parquet: a column of strings and two of lists of int32. */
final class TextParquet implements TextRows {
  private static final List<String> LISTS = List.of(STARTS, ENDS);

  @Override
  public String ending() {
    return ".parquet";
  }

  @Override
  public void require() {
    support();
  }

  private static ParquetSupport support() {
    return ParquetSupport.find()
        .orElseThrow(() -> new IllegalStateException(ParquetSupport.MISSING));
  }

  @Override
  public Writer write(OutputStream out) throws IOException {
    ParquetSupport.TextRowsWriter rows = support().writeTexts(out, TEXT, LISTS);
    return new Writer() {
      @Override
      public void write(TextRow row) throws IOException {
        rows.write(new ParquetSupport.TextRow(row.text(), List.of(row.starts(), row.ends())));
      }

      @Override
      public void close() throws IOException {
        rows.close();
      }
    };
  }

  @Override
  public Reader read(Path file) throws IOException {
    ParquetSupport parquet =
        ParquetSupport.find()
            .orElseThrow(() -> new IOException(file + ": " + ParquetSupport.MISSING));
    try {
      return new Rows(file, parquet.texts(file, TEXT, LISTS));
    } catch (IOException e) {
      throw new BadOutputException(file.toString(), IoFailures.reason(e), e);
    }
  }

  private record Rows(Path file, ParquetSupport.TextRows rows) implements Reader {
    @Override
    public @Nullable TextRow next() throws IOException {
      ParquetSupport.TextRow row;
      try {
        row = rows.next();
      } catch (IOException e) {
        throw new BadOutputException(file.toString(), IoFailures.reason(e), e);
      }
      return row == null ? null : new TextRow(row.text(), row.lists().get(0), row.lists().get(1));
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
