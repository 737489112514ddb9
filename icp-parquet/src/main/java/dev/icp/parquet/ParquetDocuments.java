package dev.icp.parquet;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.internal.files.Utf8;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/** A document a row. */
final class ParquetDocuments implements DocumentSource {
  private final String name;
  private final String textColumn;
  private final String idColumn;
  private final RowGroups rows;
  private final Type textType;
  private final @Nullable Type idType;
  private long row;

  ParquetDocuments(Path file, String name, String textColumn, String idColumn) throws IOException {
    this.name = name;
    this.textColumn = textColumn;
    this.idColumn = idColumn;
    rows = new RowGroups(file);
    try {
      MessageType schema = rows.schema();
      if (!schema.containsField(textColumn)) {
        throw new CorpusException(name, "no column \"" + textColumn + "\"");
      }
      textType = schema.getType(textColumn);
      requireKind(textColumn, textType, "strings", PrimitiveTypeName.BINARY);
      idType = schema.containsField(idColumn) ? schema.getType(idColumn) : null;
      List<Type> wanted = new ArrayList<>(List.of(textType));
      if (idType != null) {
        requireKind(
            idColumn,
            idType,
            "strings or integers",
            PrimitiveTypeName.BINARY,
            PrimitiveTypeName.INT32,
            PrimitiveTypeName.INT64);
        wanted.add(idType);
      }
      rows.want(wanted);
    } catch (Throwable cause) {
      OnFailure.close(rows, cause);
      throw cause;
    }
  }

  private void requireKind(String column, Type type, String expected, PrimitiveTypeName... kinds) {
    if (!type.isPrimitive()
        || type.isRepetition(Repetition.REPEATED)
        || !List.of(kinds).contains(type.asPrimitiveType().getPrimitiveTypeName())) {
      throw new CorpusException(
          name, "column \"" + column + "\" is not one of " + expected + " but \"" + type + "\"");
    }
  }

  @Override
  public @Nullable Document next() throws IOException {
    if (!rows.advance()) {
      return null;
    }
    row++;
    // Both, so that a bad one leaves the other in step.
    byte[] text = rows.read(0, values -> isNull(values, textType) ? null : bytes(values));
    Type ids = idType;
    Object id = ids == null ? null : rows.read(1, values -> id(values, ids));
    if (text == null) {
      throw new CorpusException(location(), "column \"" + textColumn + "\" is null");
    }
    String called =
        id == null ? location() : id instanceof byte[] bytes ? utf8(bytes, idColumn) : "" + id;
    return new Document(called, utf8(text, textColumn));
  }

  private static byte[] bytes(ColumnReader values) {
    return values.getBinary().getBytes();
  }

  private static boolean isNull(ColumnReader values, Type type) {
    return type.isRepetition(Repetition.OPTIONAL) && values.getCurrentDefinitionLevel() == 0;
  }

  private static @Nullable Object id(ColumnReader values, Type type) {
    if (isNull(values, type)) {
      return null;
    }
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> values.getInteger();
      case INT64 -> values.getLong();
      default -> bytes(values);
    };
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
