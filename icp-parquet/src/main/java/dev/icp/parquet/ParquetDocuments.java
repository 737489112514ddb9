package dev.icp.parquet;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.files.Utf8;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.parquet.ParquetValues.Reading;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A document a row. */
final class ParquetDocuments implements DocumentSource {
  private final String name;
  private final RowGroups rows;
  private final Column text;
  private final @Nullable Column id;
  private long row;

  /**
   * A column that is read.
   *
   * @param index its number among the columns wanted
   * @param level how much of its path has to be defined for a value
   */
  private record Column(String name, int index, int level, Reading reading) {}

  /**
   * @param idColumn null for none
   */
  ParquetDocuments(Path file, String name, String textColumn, @Nullable String idColumn)
      throws IOException {
    this.name = name;
    rows = new RowGroups(file);
    try {
      Columns columns = new Columns(rows.schema());
      List<String> textPath = columns.find(textColumn);
      if (textPath == null) {
        throw new CorpusException(name, "no column \"" + textColumn + "\"");
      }
      List<String> idPath = idColumn == null ? null : columns.find(idColumn);
      Reading texts = reading(columns, textPath, textColumn, true);
      Reading ids =
          idPath == null || idColumn == null ? null : reading(columns, idPath, idColumn, false);
      List<Type> wanted = columns.types();
      rows.want(wanted);
      List<ColumnDescriptor> leaves = new MessageType("wanted", wanted).getColumns();
      text = column(leaves, textPath, textColumn, texts);
      id =
          idPath == null || idColumn == null || ids == null
              ? null
              : column(leaves, idPath, idColumn, ids);
    } catch (Throwable cause) {
      OnFailure.close(rows, cause);
      throw cause;
    }
  }

  private Reading reading(Columns columns, List<String> path, String column, boolean text) {
    Type type = columns.type(path);
    for (int length = 1; length <= path.size(); length++) {
      if (columns.type(path.subList(0, length)).isRepetition(Type.Repetition.REPEATED)) {
        throw wrongKind(column, type, text);
      }
    }
    PrimitiveType primitive = type.isPrimitive() ? type.asPrimitiveType() : null;
    Reading reading =
        primitive == null || (text && !ParquetValues.isText(primitive))
            ? null
            : ParquetValues.inWords(primitive);
    if (reading == null) {
      throw wrongKind(column, type, text);
    }
    columns.want(path);
    return reading;
  }

  private CorpusException wrongKind(String column, Type type, boolean text) {
    return new CorpusException(
        name,
        "column \""
            + column
            + "\" is not one of "
            + (text ? "strings" : "strings, integers, decimals, dates, times or UUIDs")
            + " but \""
            + type
            + "\"");
  }

  private static Column column(
      List<ColumnDescriptor> leaves, List<String> path, String name, Reading reading) {
    int index = Columns.index(leaves, path);
    return new Column(name, index, leaves.get(index).getMaxDefinitionLevel(), reading);
  }

  @Override
  public @Nullable Document next() throws IOException {
    if (!rows.advance()) {
      return null;
    }
    row++;
    // Both, so that a bad one leaves the other in step.
    Object textValue = value(text);
    Object idValue = id == null ? null : value(id);
    if (textValue == null) {
      throw new CorpusException(location(), "column \"" + text.name + "\" is null");
    }
    String called = id == null || idValue == null ? location() : string(idValue, id);
    return new Document(called, string(textValue, text));
  }

  private @Nullable Object value(Column column) throws IOException {
    return rows.read(
        column.index,
        values ->
            values.getCurrentDefinitionLevel() < column.level ? null : column.reading.read(values));
  }

  private String string(Object value, Column column) {
    return value instanceof byte[] bytes ? utf8(bytes, column.name) : value.toString();
  }

  private String utf8(byte[] bytes, String column) {
    int malformed = Utf8.firstMalformed(bytes, 0, bytes.length);
    if (malformed >= 0) {
      throw new CorpusException(
          location(),
          String.format(
              Locale.ROOT,
              "column \"%s\" is not UTF-8: byte 0x%02X at offset %d",
              column,
              bytes[malformed] & 0xFF,
              malformed));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String location() {
    return name + ":" + row;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
