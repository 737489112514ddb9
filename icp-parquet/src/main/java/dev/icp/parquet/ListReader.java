package dev.icp.parquet;

import dev.icp.formats.internal.files.Utf8;
import dev.icp.formats.spi.ParquetSupport.TextRow;
import dev.icp.spi.OnFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ListWriter} writes. Not thread-safe. */
final class ListReader implements Closeable {
  private final RowGroups rows;
  private final @Nullable String textColumn;
  private final int texts;
  private final int columns;

  /**
   * @param textColumn a column of strings; null for none
   * @param names columns of lists of int32
   */
  ListReader(Path file, @Nullable String textColumn, List<String> names) throws IOException {
    this.textColumn = textColumn;
    texts = textColumn == null ? 0 : 1;
    rows = new RowGroups(file);
    columns = names.size();
    try {
      MessageType schema = rows.schema();
      List<Type> wanted = new ArrayList<>();
      List<String> all = new ArrayList<>(names);
      if (textColumn != null) {
        all.add(0, textColumn);
      }
      for (String name : all) {
        if (!schema.containsField(name)) {
          throw new IOException("no column \"" + name + "\"");
        }
        wanted.add(schema.getType(name));
      }
      rows.want(wanted);
      List<ColumnDescriptor> leaves = new MessageType("wanted", wanted).getColumns();
      if (textColumn != null && !isText(leaves.get(0))) {
        throw new IOException("column \"" + textColumn + "\" is not one of strings");
      }
      for (int c = texts; c < texts + columns; c++) {
        if (leaves.size() != texts + columns
            || leaves.get(c).getMaxRepetitionLevel() != 1
            || leaves.get(c).getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.INT32) {
          throw new IOException(
              "column \"" + names.get(c - texts) + "\" is not one of lists of int32");
        }
      }
    } catch (Throwable cause) {
      OnFailure.close(rows, cause);
      throw cause;
    }
  }

  private static boolean isText(ColumnDescriptor column) {
    return column.getMaxRepetitionLevel() == 0
        && column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  /** Returns the next row, whose text is empty where there is no column for it; null at the end. */
  @Nullable TextRow next() throws IOException {
    if (!rows.advance()) {
      return null;
    }
    String text = textColumn == null ? "" : text();
    List<int[]> row = new ArrayList<>(columns);
    for (int c = texts; c < texts + columns; c++) {
      row.add(rows.readList(c));
    }
    return new TextRow(text, row);
  }

  private String text() throws IOException {
    byte[] bytes =
        rows.read(
            0,
            values ->
                values.getCurrentDefinitionLevel() < values.getDescriptor().getMaxDefinitionLevel()
                    ? null
                    : values.getBinary().getBytes());
    if (bytes == null || Utf8.firstMalformed(bytes, 0, bytes.length) >= 0) {
      throw new IOException(
          "column \""
              + textColumn
              + "\" has "
              + (bytes == null ? "null" : "bytes that are no UTF-8"));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
