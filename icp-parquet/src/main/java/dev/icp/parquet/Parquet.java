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
    return new IntListReader(file, columns);
  }

  @Override
  public IntListsWriter write(OutputStream out, List<String> columns) throws IOException {
    return new IntListWriter(out, columns);
  }
}
