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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A document a row. */
final class ParquetDocuments implements DocumentSource {
  private final String name;
  private final RowGroups rows;
  private final boolean tokenized;
  private final Column text;
  private final @Nullable Column id;
  private final List<Column> metadata = new ArrayList<>();
  private long row;

  /** What the values of a column become. */
  private enum Use {
    TEXT("strings"),
    TOKENS("lists of integers"),
    ID("strings, integers, decimals, dates, times or UUIDs"),
    METADATA("strings, numbers, dates, times, UUIDs or booleans");

    private final String expected;

    Use(String expected) {
      this.expected = expected;
    }

    @Nullable Reading reading(PrimitiveType type) {
      return switch (this) {
        case TEXT -> ParquetValues.isText(type) ? ParquetValues.inWords(type) : null;
        case TOKENS, ID -> ParquetValues.inWords(type);
        case METADATA -> ParquetValues.asMetadata(type);
      };
    }
  }

  /** A column that is there and wanted. */
  private record Wanted(String name, List<String> path, Reading reading) {}

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
  ParquetDocuments(
      Path file,
      String name,
      String textColumn,
      boolean tokenized,
      @Nullable String idColumn,
      List<String> metadataColumns)
      throws IOException {
    this.name = name;
    this.tokenized = tokenized;
    rows = new RowGroups(file);
    try {
      Columns columns = new Columns(rows.schema());
      Wanted texts = wanted(columns, textColumn, tokenized ? Use.TOKENS : Use.TEXT);
      if (texts == null) {
        throw new CorpusException(name, "no column \"" + textColumn + "\"");
      }
      Wanted ids = idColumn == null ? null : wanted(columns, idColumn, Use.ID);
      List<Wanted> others = new ArrayList<>();
      for (String column : metadataColumns) {
        Wanted other = wanted(columns, column, Use.METADATA);
        if (other != null) {
          others.add(other);
        }
      }
      List<Type> types = columns.types();
      rows.want(types);
      List<ColumnDescriptor> leaves = new MessageType("wanted", types).getColumns();
      text = column(leaves, texts);
      id = ids == null ? null : column(leaves, ids);
      for (Wanted other : others) {
        metadata.add(column(leaves, other));
      }
    } catch (Throwable cause) {
      OnFailure.close(rows, cause);
      throw cause;
    }
  }

  /** Returns null if there is no such column. */
  private @Nullable Wanted wanted(Columns columns, String column, Use use) {
    List<String> path = columns.find(column);
    if (path == null) {
      return null;
    }
    if (use == Use.TOKENS) {
      return tokens(columns, column, path);
    }
    Type type = columns.type(path);
    for (int length = 1; length <= path.size(); length++) {
      if (columns.type(path.subList(0, length)).isRepetition(Type.Repetition.REPEATED)) {
        throw wrongKind(column, type, use);
      }
    }
    Reading reading = type.isPrimitive() ? use.reading(type.asPrimitiveType()) : null;
    if (reading == null) {
      throw wrongKind(column, type, use);
    }
    columns.want(path);
    return new Wanted(column, path, reading);
  }

  private Wanted tokens(Columns columns, String column, List<String> path) {
    List<String> leaf = new ArrayList<>(path);
    Type type = columns.type(path);
    while (!type.isPrimitive() && type.asGroupType().getFieldCount() == 1) {
      type = type.asGroupType().getType(0);
      leaf.add(type.getName());
    }
    boolean integers =
        type.isPrimitive()
            && (type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32
                || type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64);
    if (!integers || columns.repeated(leaf) != 1) {
      throw wrongKind(column, columns.type(path), Use.TOKENS);
    }
    columns.want(leaf);
    return new Wanted(column, leaf, values -> null);
  }

  private CorpusException wrongKind(String column, Type type, Use use) {
    return new CorpusException(
        name, "column \"" + column + "\" is not one of " + use.expected + " but \"" + type + "\"");
  }

  private static Column column(List<ColumnDescriptor> leaves, Wanted wanted) {
    int index = Columns.index(leaves, wanted.path);
    return new Column(
        wanted.name, index, leaves.get(index).getMaxDefinitionLevel(), wanted.reading);
  }

  @Override
  public @Nullable Document next() throws IOException {
    if (!rows.advance()) {
      return null;
    }
    row++;
    // All of them, so that a bad one leaves the others in step.
    Object textValue = tokenized ? tokens() : value(text);
    Object idValue = id == null ? null : value(id);
    Map<String, Object> known = new LinkedHashMap<>();
    for (Column column : metadata) {
      // A column is read once a row.
      Object value =
          column.index == text.index
              ? textValue
              : id != null && column.index == id.index ? idValue : value(column);
      if (value != null) {
        known.put(column.name, value);
      }
    }
    if (textValue instanceof Wrong wrong) {
      throw new CorpusException(
          location(),
          "column \"" + text.name + "\" has " + wrong.number + " for a token at " + wrong.place);
    }
    if (textValue == null) {
      throw new CorpusException(location(), "column \"" + text.name + "\" is null");
    }
    for (Column column : metadata) {
      known.computeIfPresent(column.name, (n, value) -> plain(value, column));
    }
    String called = id == null || idValue == null ? location() : string(idValue, id);
    return textValue instanceof int[] tokens
        ? Document.ofTokens(called, tokens, known)
        : new Document(called, string(textValue, text), known);
  }

  /** Returns the ids of a row; the reason against them, if there is one, is said in the end. */
  private @Nullable Object tokens() throws IOException {
    long[] list = rows.readNumbers(text.index);
    if (list == null) {
      return null;
    }
    int[] tokens = new int[list.length];
    for (int i = 0; i < list.length; i++) {
      tokens[i] = (int) list[i];
      if (tokens[i] != list[i] || tokens[i] < 0) {
        return new Wrong(list[i], i);
      }
    }
    return tokens;
  }

  private record Wrong(long number, int place) {}

  private Object plain(Object value, Column column) {
    return value instanceof byte[] bytes ? utf8(bytes, column.name) : value;
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
    // Before the first row it is the file that cannot be read.
    return row == 0 ? name : name + ":" + row;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
