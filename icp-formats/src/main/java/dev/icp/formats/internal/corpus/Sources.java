package dev.icp.formats.internal.corpus;

import dev.icp.formats.CorpusException;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.formats.spi.ParquetSupport;
import java.io.IOException;

/** Opens files as what their names say they are. */
public final class Sources {
  private final String textField;
  private final String idField;
  private final JsonLineParser parser;

  public Sources(String textField, String idField) {
    this.textField = textField;
    this.idField = idField;
    parser = new JsonLineParser(textField, idField);
  }

  /**
   * @throws CorpusException if it cannot hold documents
   * @throws IOException if it cannot be read
   */
  public DocumentSource open(InputFile file) throws IOException {
    return switch (file.kind()) {
      case TEXT -> new TextFileSource(file);
      case PARQUET ->
          ParquetSupport.find()
              .orElseThrow(() -> new CorpusException(file.name(), ParquetSupport.MISSING))
              .documents(file.path(), file.name(), textField, idField);
      case STANDARD_INPUT, JSON_LINES, JSON_LINES_GZIP, JSON_LINES_ZSTD ->
          new JsonLinesSource(file, parser);
    };
  }
}
