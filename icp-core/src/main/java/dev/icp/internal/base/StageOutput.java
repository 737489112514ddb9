package dev.icp.internal.base;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Takes what a stage leaves: numbers, little-endian, one after the other. Not thread-safe. */
public final class StageOutput {
  private static final int BUFFER = 1 << 16;

  private final Consumer<ByteBuffer> sink;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * @param sink gets full buffers, to be emptied at once
   */
  StageOutput(Consumer<ByteBuffer> sink) {
    this.sink = sink;
  }

  /** Returns the SHA-256, in hexadecimal digits, of what is written. */
  public static String fingerprint(Consumer<StageOutput> body) {
    MessageDigest digest = Sha256.digest();
    StageOutput output = new StageOutput(digest::update);
    body.accept(output);
    output.flush();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Takes an int32. */
  public void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  /** Takes an int64. */
  public void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  /** Takes a float64. */
  public void putDouble(double value) {
    putLong(Double.doubleToLongBits(value));
  }

  /** Takes a float32. */
  public void putFloat(float value) {
    room(Float.BYTES).putFloat(value);
  }

  /** Takes ints as int32. */
  public void putInts(int[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      putInt(values[i]);
    }
  }

  /** Takes floats as float32. */
  public void putFloats(float[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      putFloat(values[i]);
    }
  }

  /** Takes a text: the length of its UTF-8 as int32, and that. */
  public void putText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putInt(utf8.length);
    putBytes(utf8, 0, utf8.length);
  }

  /** Takes bytes. */
  public void putBytes(byte[] values, int from, int count) {
    if (count >= BUFFER) {
      flush();
      sink.accept(ByteBuffer.wrap(values, from, count));
      return;
    }
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, room(1).remaining());
      buffer.put(values, from + done, part);
      done += part;
    }
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  void flush() {
    sink.accept(buffer.flip());
    buffer.clear();
  }
}
