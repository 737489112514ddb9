package dev.icp.formats.internal.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits bytes into lines, each a range of a buffer that is reused. A line ends with {@code \n} or
 * with the data; a {@code \r} before it stays.
 */
final class LineReader implements Closeable {
  private static final int USUAL_SIZE = 1 << 18;
  private static final int LARGEST_SIZE = Integer.MAX_VALUE - 8;

  private final InputStream in;
  private byte[] buffer = new byte[USUAL_SIZE];
  private int from;
  private int to;
  private int next;
  private int limit;
  private long number;
  private boolean ended;

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * Goes to the next line.
   *
   * @return whether there is one
   */
  boolean advance() throws IOException {
    from = next;
    number++;
    int scanned = next;
    while (true) {
      for (int i = scanned; i < limit; i++) {
        if (buffer[i] == '\n') {
          to = i;
          next = i + 1;
          return true;
        }
      }
      scanned = limit;
      if (ended) {
        to = limit;
        next = limit;
        return from < limit;
      }
      scanned -= makeRoom();
      int got = in.read(buffer, limit, buffer.length - limit);
      if (got < 0) {
        ended = true;
      } else {
        limit += got;
      }
    }
  }

  /** Makes room for more bytes behind the line and returns by how much it moved. */
  private int makeRoom() throws IOException {
    int moved = from;
    int length = limit - from;
    if (length < USUAL_SIZE / 2 && buffer.length > 8 * USUAL_SIZE) {
      // The long line that made the buffer grow is behind us.
      buffer = Arrays.copyOfRange(buffer, from, from + USUAL_SIZE);
    } else if (length > buffer.length / 4 * 3 && buffer.length < LARGEST_SIZE) {
      byte[] larger = new byte[(int) Math.min(LARGEST_SIZE, 2L * buffer.length)];
      System.arraycopy(buffer, from, larger, 0, length);
      buffer = larger;
    } else if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, length);
    } else if (length == LARGEST_SIZE) {
      throw new IOException("the line is longer than 2 GiB");
    }
    from = 0;
    limit = length;
    return moved;
  }

  /** Returns the array that holds the line; valid until the next {@link #advance}. */
  byte[] buffer() {
    return buffer;
  }

  /** Returns where the line begins in {@link #buffer()}. */
  int from() {
    return from;
  }

  /** Returns where the line ends in {@link #buffer()}, its {@code \n} left out. */
  int to() {
    return to;
  }

  /** Returns the number of the line, counted from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
