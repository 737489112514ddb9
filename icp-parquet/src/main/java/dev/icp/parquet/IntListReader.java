package dev.icp.parquet;

import dev.icp.formats.spi.ParquetSupport.IntLists;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IntListWriter} writes. */
final class IntListReader implements IntLists {
  private final RowGroups rows;
  private final int columns;

  IntListReader(Path file, List<String> names) throws IOException {
    rows = new RowGroups(file);
    columns = names.size();
    try {
      MessageType schema = rows.schema();
      List<Type> wanted = new ArrayList<>();
      for (String name : names) {
        if (!schema.containsField(name)) {
          throw new IOException("no column \"" + name + "\"");
        }
        wanted.add(schema.getType(name));
      }
      rows.want(wanted);
      List<ColumnDescriptor> leaves = new MessageType("wanted", wanted).getColumns();
      for (int c = 0; c < columns; c++) {
        if (leaves.size() != columns
            || leaves.get(c).getMaxRepetitionLevel() != 1
            || leaves.get(c).getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.INT32) {
          throw new IOException("column \"" + names.get(c) + "\" is not one of lists of int32");
        }
      }
    } catch (Throwable cause) {
      OnFailure.close(rows, cause);
      throw cause;
    }
  }

  @Override
  public @Nullable List<int[]> next() throws IOException {
    if (!rows.advance()) {
      return null;
    }
    List<int[]> row = new ArrayList<>(columns);
    for (int c = 0; c < columns; c++) {
      row.add(rows.readList(c));
    }
    return row;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
