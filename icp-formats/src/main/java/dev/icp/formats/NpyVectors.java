package dev.icp.formats;

import dev.icp.formats.internal.corpus.Half;
import dev.icp.formats.internal.corpus.NpyException;
import dev.icp.formats.internal.corpus.NpyHeader;
import dev.icp.formats.internal.files.OneLine;
import dev.icp.internal.base.Division;
import dev.icp.internal.base.IoFailures;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;

/**
 * Vectors in a NumPy file: a matrix of float32 ({@code <f4}) or float16 ({@code <f2}), format
 * version 1 to 3, C order; row i belongs to document i. Rows are brought to length 1.
 *
 * <p>Opening reads the file once, from beginning to end, and refuses rows that have no direction,
 * so that reading cannot fail later unless the file itself is taken away or changed. As many of the
 * first rows as a memory budget allows stay on the heap; the others are read from the file whenever
 * they are asked for.
 *
 * <p>Immutable and thread-safe. A thread that is interrupted while it reads from the file closes
 * it, for all.
 */
public final class NpyVectors implements DenseVectors {
  private static final int MAX_DIMENSION = 4096;
  private static final int BLOCK_BYTES = 1 << 20;

  private final Path path;
  private final FileChannel file;
  private final NpyHeader header;
  private final boolean half;

  /** Rows of one read from the file, and of one array on the heap. */
  private final int blockRows;

  private final float[][] held;

  private NpyVectors(Path path, FileChannel file, NpyHeader header, long memoryBudget) {
    this.path = path;
    this.file = file;
    this.header = header;
    half = header.type().equals("<f2");
    blockRows = BLOCK_BYTES / (header.columns() * Float.BYTES);
    long blockBytes = (long) blockRows * header.columns() * Float.BYTES;
    int blocks = Division.roundedUp(header.rows(), blockRows);
    held = new float[(int) Math.min(blocks, memoryBudget / blockBytes)][];
  }

  /**
   * Opens a file with a quarter of the maximum heap as memory budget.
   *
   * @throws IOException naming the file, see {@link #open(Path, long)}
   */
  public static NpyVectors open(Path file) throws IOException {
    return open(file, Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Opens a file.
   *
   * @param memoryBudget bytes of heap that rows may fill, 0 or more; float16 takes as much as
   *     float32
   * @throws IOException naming the file if it cannot be read; is no {@code .npy} file, shorter or
   *     longer than it says, big-endian, in Fortran order, of another type, not a matrix, or of a
   *     dimension not in 1 to 4,096; or, naming the row, if one is zero or has a NaN or an infinity
   * @throws IllegalArgumentException if {@code memoryBudget} is negative
   */
  public static NpyVectors open(Path file, long memoryBudget) throws IOException {
    if (memoryBudget < 0) {
      throw new IllegalArgumentException("memoryBudget: " + memoryBudget + ", expected 0 or more");
    }
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        NpyHeader header = NpyHeader.read(channel);
        requireFloats(header);
        requireSize(header, channel.size());
        NpyVectors vectors = new NpyVectors(file, channel, header, memoryBudget);
        vectors.readAll();
        return vectors;
      } catch (Throwable cause) {
        OnFailure.close(channel, cause);
        throw cause;
      }
    } catch (NpyException e) {
      throw new IOException(OneLine.of(file + ": " + e.getMessage()), e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + IoFailures.reason(e), e);
    }
  }

  private static void requireFloats(NpyHeader header) throws NpyException {
    String type = header.type();
    if (type.startsWith(">")) {
      throw new NpyException("big-endian numbers (" + type + "), expected <f4 or <f2");
    }
    if (!type.equals("<f4") && !type.equals("<f2")) {
      throw new NpyException("numbers of type " + type + ", expected <f4 or <f2");
    }
    if (header.columns() < 1 || header.columns() > MAX_DIMENSION) {
      throw new NpyException(
          "rows of " + header.columns() + " numbers, expected 1 to " + MAX_DIMENSION);
    }
  }

  private static void requireSize(NpyHeader header, long size) throws NpyException {
    long bytes = header.type().equals("<f2") ? Short.BYTES : Float.BYTES;
    long expected = header.offset() + header.rows() * bytes * header.columns();
    if (size != expected) {
      throw new NpyException(
          (size < expected ? "ends too early: " : "goes on after its last row: ")
              + size
              + " bytes, expected "
              + expected
              + " for "
              + header.rows()
              + " rows of "
              + header.columns()
              + " numbers");
    }
  }

  private void readAll() throws IOException {
    float[] block = new float[Math.min(blockRows, header.rows()) * header.columns()];
    for (int first = 0; first < header.rows(); first += blockRows) {
      int count = Math.min(blockRows, header.rows() - first);
      readFile(first, count, block, 0);
      if (first / blockRows < held.length) {
        held[first / blockRows] = Arrays.copyOf(block, count * header.columns());
      }
    }
  }

  /** Reads up to a block of rows and normalises them. */
  private void readFile(int first, int count, float[] target, int offset) throws IOException {
    int d = header.columns();
    long rowBytes = (long) d * (half ? Short.BYTES : Float.BYTES);
    ByteBuffer bytes = ByteBuffer.allocate((int) (count * rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    long position = header.offset() + first * rowBytes;
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new NpyException("has become shorter since it was opened");
      }
    }
    bytes.flip();
    if (half) {
      for (int i = 0; i < count * d; i++) {
        target[offset + i] = Half.toFloat(bytes.getShort(i * Short.BYTES));
      }
    } else {
      bytes.asFloatBuffer().get(target, offset, count * d);
    }
    for (int row = 0; row < count; row++) {
      normalize(target, offset + row * d, first + row);
    }
  }

  private void normalize(float[] values, int from, int row) throws NpyException {
    int to = from + header.columns();
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += values[i] * (double) values[i];
    }
    if (squares == 0) {
      throw new NpyException("row " + row + " (counted from 0) is zero");
    }
    if (!Double.isFinite(squares)) {
      throw new NpyException(
          "row " + row + " (counted from 0) has a value that is not a finite number");
    }
    double scale = 1 / Math.sqrt(squares);
    for (int i = from; i < to; i++) {
      values[i] = (float) (values[i] * scale);
    }
  }

  @Override
  public int size() {
    return header.rows();
  }

  @Override
  public int dimension() {
    return header.columns();
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException naming the file if it cannot be read any more
   */
  @Override
  public void read(int first, int count, float[] target, int offset) {
    Objects.checkFromIndexSize(first, count, header.rows());
    int d = header.columns();
    Objects.checkFromIndexSize(offset, count * (long) d, target.length);
    for (int row = first; row < first + count; ) {
      int block = row / blockRows;
      int rows = (int) Math.min(first + (long) count, (block + 1L) * blockRows) - row;
      int at = offset + (row - first) * d;
      if (block < held.length) {
        System.arraycopy(held[block], row % blockRows * d, target, at, rows * d);
      } else {
        try {
          readFile(row, rows, target, at);
        } catch (IOException e) {
          throw new UncheckedIOException(path + ": cannot be read: " + IoFailures.reason(e), e);
        }
      }
      row += rows;
    }
  }

  /** Returns true: they were checked at opening. */
  @Override
  public boolean checked() {
    return true;
  }

  /** Closes the file. Vectors on the heap go with the object. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be closed: " + IoFailures.reason(e), e);
    }
  }
}
