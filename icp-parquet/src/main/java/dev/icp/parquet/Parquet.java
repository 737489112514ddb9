package dev.icp.parquet;

import dev.icp.formats.spi.DocumentSource;
import dev.icp.formats.spi.ParquetSupport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes Parquet without Hadoop; found by {@link java.util.ServiceLoader}. Thread-safe.
 */
public final class Parquet implements ParquetSupport {
  /** Called by the service loader. */
  public Parquet() {}

  @Override
  public DocumentSource documents(
      Path file,
      String name,
      String textColumn,
      boolean tokenized,
      @Nullable String idColumn,
      List<String> metadataColumns)
      throws IOException {
    return new ParquetDocuments(file, name, textColumn, tokenized, idColumn, metadataColumns);
  }

  @Override
  public IntLists lists(Path file, List<String> columns) throws IOException {
    ListReader reader = new ListReader(file, null, columns);
    return new IntLists() {
      @Override
      public @Nullable List<int[]> next() throws IOException {
        TextRow row = reader.next();
        return row == null ? null : row.lists();
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  @Override
  public TextRows texts(Path file, String textColumn, List<String> listColumns) throws IOException {
    ListReader reader = new ListReader(file, textColumn, listColumns);
    return new TextRows() {
      @Override
      public @Nullable TextRow next() throws IOException {
        return reader.next();
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  @Override
  public IntListsWriter write(OutputStream out, List<String> columns) throws IOException {
    ListWriter writer = new ListWriter(out, null, columns);
    return new IntListsWriter() {
      @Override
      public void write(int[]... lists) throws IOException {
        writer.write(null, List.of(lists));
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  @Override
  public TextRowsWriter writeTexts(OutputStream out, String textColumn, List<String> listColumns)
      throws IOException {
    ListWriter writer = new ListWriter(out, textColumn, listColumns);
    return new TextRowsWriter() {
      @Override
      public void write(TextRow row) throws IOException {
        writer.write(row.text(), row.lists());
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }
}
