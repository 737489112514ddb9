package dev.icp.spark.internal.base;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers, strings and bytes in a stream: a byte that says that one follows; of each column
 * a byte that says whether it is null, and its value, of strings and bytes after their length.
 */
final class RowCodec implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROW = 1;
  private static final int END = 0;

  private final char[] types;

  /**
   * @throws IllegalArgumentException if there is a column of another type
   */
  RowCodec(StructType schema) {
    StructField[] fields = schema.fields();
    types = new char[fields.length];
    for (int i = 0; i < types.length; i++) {
      DataType type = fields[i].dataType();
      types[i] =
          type instanceof IntegerType
              ? 'i'
              : type instanceof StringType ? 's' : type instanceof BinaryType ? 'b' : '?';
      if (types[i] == '?') {
        throw new IllegalArgumentException("no rows of " + type.simpleString());
      }
    }
  }

  void write(Row row, DataOutputStream out) throws IOException {
    out.writeByte(ROW);
    for (int i = 0; i < types.length; i++) {
      out.writeBoolean(row.isNullAt(i));
      if (row.isNullAt(i)) {
        continue;
      }
      switch (types[i]) {
        case 'i' -> out.writeInt(row.getInt(i));
        case 's' -> writeBytes(row.getString(i).getBytes(StandardCharsets.UTF_8), out);
        default -> writeBytes(row.getAs(i), out);
      }
    }
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  void end(DataOutputStream out) throws IOException {
    out.writeByte(END);
  }

  /** Returns the next row; null if there is none. */
  @Nullable Row read(DataInputStream in) throws IOException {
    if (in.readByte() == END) {
      return null;
    }
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      if (in.readBoolean()) {
        continue;
      }
      values[i] =
          switch (types[i]) {
            case 'i' -> (Object) in.readInt();
            case 's' -> new String(readBytes(in), StandardCharsets.UTF_8);
            default -> readBytes(in);
          };
    }
    return RowFactory.create(values);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("ends too early");
    }
    return bytes;
  }
}
