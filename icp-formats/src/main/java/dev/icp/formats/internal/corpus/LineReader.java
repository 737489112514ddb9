package dev.icp.formats.internal.corpus;

import java.io.IOException;
import java.io.InputStream;

/**
 * Splits into lines. A line ends with {@code \n} or with the data; a {@code \r} before it stays.
 */
final class LineReader extends PieceReader {
  private int length;
  private int toNext;
  private long number;

  LineReader(InputStream in) {
    super(in, "line");
  }

  @Override
  boolean advance() throws IOException {
    drop(toNext);
    number++;
    int scanned = 0;
    while (true) {
      byte[] bytes = buffer();
      int end = from() + available();
      for (int i = from() + scanned; i < end; i++) {
        if (bytes[i] == '\n') {
          length = i - from();
          toNext = length + 1;
          return true;
        }
      }
      scanned = available();
      if (!more()) {
        length = available();
        toNext = length;
        return length > 0;
      }
    }
  }

  @Override
  int to() {
    return from() + length;
  }

  /** Returns the number of the line, counted from 1. */
  @Override
  long number() {
    return number;
  }
}
