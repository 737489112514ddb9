package dev.icp.internal.base;

import dev.icp.spi.Storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Reads what a {@link StageOutput} took, one number after the other. Not thread-safe. */
public final class StageInput {
  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final String what;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long read;

  /**
   * @param what stands in messages
   */
  StageInput(FileChannel file, long size, String what) {
    this.file = file;
    this.size = size;
    this.what = what;
    buffer.limit(0);
  }

  /** Returns the next int32. */
  public int nextInt() {
    return available(Integer.BYTES).getInt();
  }

  /** Returns the next int64. */
  public long nextLong() {
    return available(Long.BYTES).getLong();
  }

  /** Returns the next float64. */
  public double nextDouble() {
    return Double.longBitsToDouble(nextLong());
  }

  /** Returns the next float32. */
  public float nextFloat() {
    return available(Float.BYTES).getFloat();
  }

  /** Returns the next int32s. */
  public int[] nextInts(int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = nextInt();
    }
    return values;
  }

  /** Returns the next byte. */
  public byte nextByte() {
    return available(1).get();
  }

  /** Returns the next text. */
  public String nextText() {
    byte[] utf8 = new byte[nextInt()];
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = nextByte();
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private ByteBuffer available(int bytes) {
    if (buffer.remaining() < bytes) {
      buffer.compact();
      int part = (int) Math.min(buffer.remaining(), size - read);
      buffer.limit(buffer.position() + part);
      Channels.read(file, read, buffer, what);
      read += part;
      buffer.flip();
    }
    return buffer;
  }

  /**
   * Returns the rest: in memory as far as the budget lasts, else read where it is. Whoever takes it
   * closes the file with it.
   */
  public ByteStore rest(Storage storage) {
    return new ByteStore(storage, file, read - buffer.remaining(), size, what);
  }

  /** Closes the file, where nothing is to be read from it any more. */
  public void close() {
    Channels.close(file);
  }
}
