package dev.icp.formats;

import dev.icp.formats.internal.corpus.NpyHeader;
import dev.icp.formats.internal.files.Existing;
import dev.icp.formats.internal.files.TemporaryFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Writes a matrix as a NumPy file (format version 1, C order, little-endian), row by row.
 *
 * <p>The file is written under a temporary name in its folder, which is made if absent, and gets
 * its own on {@link #commit}; closing before that leaves nothing. A file that is there already is
 * refused unless {@link IfExists} says otherwise. Exceptions name the file and say why on one line.
 * Not thread-safe.
 */
public final class NpyWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final TemporaryFile file;
  private final boolean ownsFile;
  private final String type;
  private final long rows;
  private final int columns;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  private NpyWriter(TemporaryFile file, boolean ownsFile, String type, long rows, int columns) {
    this.file = file;
    this.ownsFile = ownsFile;
    this.type = type;
    this.rows = rows;
    this.columns = columns;
    buffer.put(NpyHeader.of(type, rows, columns));
  }

  /**
   * Begins a matrix of int32.
   *
   * @param rows how many rows will be written, 0 or more
   * @param columns numbers in a row, 0 or more
   * @throws IOException if the file cannot be begun
   * @throws IllegalArgumentException if a number is negative
   */
  public static NpyWriter int32(Path file, long rows, int columns) throws IOException {
    return int32(file, rows, columns, IfExists.REFUSE);
  }

  /**
   * Begins a matrix of int32.
   *
   * @param rows how many rows will be written, 0 or more
   * @param columns numbers in a row, 0 or more
   * @throws IOException if the file cannot be begun, or is there and to be refused
   * @throws IllegalArgumentException if a number is negative
   */
  public static NpyWriter int32(Path file, long rows, int columns, IfExists ifExists)
      throws IOException {
    return open(file, "<i4", rows, columns, ifExists);
  }

  private static NpyWriter open(Path file, String type, long rows, int columns, IfExists ifExists)
      throws IOException {
    requireShape(rows, columns);
    return new NpyWriter(new TemporaryFile(file, Existing.of(ifExists)), true, type, rows, columns);
  }

  private static void requireShape(long rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException("shape: (" + rows + ", " + columns + ")");
    }
  }

  /** Begins a matrix in a file that others own, which gives it its name. */
  static NpyWriter in(TemporaryFile file, String type, long rows, int columns) {
    requireShape(rows, columns);
    return new NpyWriter(file, false, type, rows, columns);
  }

  /**
   * Begins a matrix of float32.
   *
   * @param rows how many rows will be written, 0 or more
   * @param columns numbers in a row, 0 or more
   * @throws IOException if the file cannot be begun
   * @throws IllegalArgumentException if a number is negative
   */
  public static NpyWriter float32(Path file, long rows, int columns) throws IOException {
    return float32(file, rows, columns, IfExists.REFUSE);
  }

  /**
   * Begins a matrix of float32.
   *
   * @param rows how many rows will be written, 0 or more
   * @param columns numbers in a row, 0 or more
   * @throws IOException if the file cannot be begun, or is there and to be refused
   * @throws IllegalArgumentException if a number is negative
   */
  public static NpyWriter float32(Path file, long rows, int columns, IfExists ifExists)
      throws IOException {
    return open(file, "<f4", rows, columns, ifExists);
  }

  /**
   * Writes the next row of a matrix of int32.
   *
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if it is not as long as the others
   * @throws IllegalStateException if the matrix is one of float32, or full
   */
  public void write(int[] row) throws IOException {
    begin("<i4", row.length);
    for (int value : row) {
      makeRoom();
      buffer.putInt(value);
    }
  }

  /**
   * Writes the next row of a matrix of float32.
   *
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if it is not as long as the others
   * @throws IllegalStateException if the matrix is one of int32, or full
   */
  public void write(float[] row) throws IOException {
    begin("<f4", row.length);
    for (float value : row) {
      makeRoom();
      buffer.putFloat(value);
    }
  }

  private void begin(String ofType, int length) {
    if (!ofType.equals(type)) {
      throw new IllegalStateException("a row of " + ofType + " for a matrix of " + type);
    }
    if (length != columns) {
      throw new IllegalArgumentException(
          "row " + written + ": " + length + " numbers, expected " + columns);
    }
    if (written == rows) {
      throw new IllegalStateException("all " + rows + " rows have been written");
    }
    written++;
  }

  private void makeRoom() throws IOException {
    if (buffer.remaining() < Float.BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    file.write(buffer.flip());
    buffer.clear();
  }

  /**
   * Gives the file its name.
   *
   * @throws IOException if it cannot be written to its end
   * @throws IllegalStateException if rows are missing
   */
  public void commit() throws IOException {
    if (written != rows) {
      throw new IllegalStateException(written + " rows written of " + rows);
    }
    flush();
    if (ownsFile) {
      file.commit();
    } else {
      file.complete();
    }
  }

  @Override
  public void close() throws IOException {
    if (ownsFile) {
      file.close();
    }
  }
}
