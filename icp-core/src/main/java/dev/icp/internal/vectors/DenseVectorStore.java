package dev.icp.internal.vectors;

import dev.icp.internal.base.Channels;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dense vectors that arrive in any order: chunks of {@value #CHUNK} rows, in memory while the
 * budget lasts, then in a temporary file. Rows may be put from several threads at once and read
 * once all are there.
 */
final class DenseVectorStore implements DenseVectors {
  private static final int CHUNK = 1024;

  private final Storage storage;
  private final int dimension;
  private final long chunkBytes;
  private float[] @Nullable [] memory = new float[16][];
  private boolean[] touched = new boolean[16];
  private @Nullable FileChannel file;
  private int size;

  DenseVectorStore(Storage storage, int dimension) {
    this.storage = storage;
    this.dimension = dimension;
    chunkBytes = (long) CHUNK * dimension * Float.BYTES;
  }

  void put(int ordinal, float[] vector) {
    int chunk = ordinal / CHUNK;
    float[] rows = chunk(chunk, ordinal);
    if (rows != null) {
      System.arraycopy(vector, 0, rows, ordinal % CHUNK * dimension, dimension);
      return;
    }
    ByteBuffer bytes = buffer(1);
    bytes.asFloatBuffer().put(vector);
    Channels.write(Objects.requireNonNull(file), position(ordinal), bytes, "vectors");
  }

  private synchronized float @Nullable [] chunk(int chunk, int ordinal) {
    size = Math.max(size, ordinal + 1);
    if (chunk >= touched.length) {
      int length = Math.max(chunk + 1, touched.length * 2);
      touched = Arrays.copyOf(touched, length);
      memory = Arrays.copyOf(memory, length);
    }
    if (!touched[chunk]) {
      if (storage.tryReserve(chunkBytes)) {
        memory[chunk] = new float[CHUNK * dimension];
      } else if (file == null) {
        file = storage.temporaryFile("vectors");
      }
      // Not before: if there is no file, every row of the chunk must fail for that reason.
      touched[chunk] = true;
    }
    return memory[chunk];
  }

  private ByteBuffer buffer(int rows) {
    return ByteBuffer.allocate(rows * dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long position(int ordinal) {
    return (long) ordinal * dimension * Float.BYTES;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void read(int first, int count, float[] target, int offset) {
    Objects.checkFromIndexSize(first, count, size);
    for (int row = first; row < first + count; ) {
      int rows = Math.min(first + count, (row / CHUNK + 1) * CHUNK) - row;
      int at = offset + (row - first) * dimension;
      float[] chunk = memory[row / CHUNK];
      if (chunk != null) {
        System.arraycopy(chunk, row % CHUNK * dimension, target, at, rows * dimension);
      } else {
        ByteBuffer bytes = buffer(rows);
        Channels.read(Objects.requireNonNull(file), position(row), bytes, "vectors");
        bytes.flip().asFloatBuffer().get(target, at, rows * dimension);
      }
      row += rows;
    }
  }

  @Override
  public synchronized void close() {
    for (int c = 0; c < memory.length; c++) {
      if (memory[c] != null) {
        storage.release(chunkBytes);
        memory[c] = null;
      }
    }
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
