package dev.icp.formats.internal.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose beginning can be looked at before it is read. What is wrong with it shows when
 * reading comes to it, so that what stands before can be read all the same.
 */
final class PeekInput extends InputStream {
  private final InputStream in;
  private byte[] buffer = new byte[1 << 13];
  private int from;
  private int limit;
  private @Nullable IOException failure;

  PeekInput(InputStream in) {
    this.in = in;
  }

  /**
   * Looks ahead, to be called before anything is read.
   *
   * @param length how many bytes are wanted
   * @return how many there are, at least as many unless the stream ends before
   */
  int peek(int length) {
    while (limit < length && failure == null) {
      if (limit == buffer.length) {
        buffer = Arrays.copyOf(buffer, (int) Math.min(2L * limit, Integer.MAX_VALUE - 8));
      }
      try {
        int got = in.read(buffer, limit, buffer.length - limit);
        if (got < 0) {
          break;
        }
        limit += got;
      } catch (IOException e) {
        failure = e;
      }
    }
    return limit;
  }

  /** Returns the array that holds what {@link #peek} saw, from 0 on; valid until the next call. */
  byte[] peeked() {
    return buffer;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (from == limit) {
      // What was looked at is behind us, however much it was.
      buffer = new byte[0];
      from = 0;
      limit = 0;
      if (failure != null) {
        throw failure;
      }
      return in.read(target, offset, length);
    }
    int got = Math.min(length, limit - from);
    System.arraycopy(buffer, from, target, offset, got);
    from += got;
    return got;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
