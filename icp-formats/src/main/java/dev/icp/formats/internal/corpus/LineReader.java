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
  private boolean between;
  private boolean ended = true;

  LineReader(InputStream in) {
    super(in, "line");
  }

  @Override
  boolean advance() throws IOException {
    drop(toNext);
    toNext = 0;
    between = true;
    if (available() == 0 && !more()) {
      length = 0;
      return false;
    }
    between = false;
    number++;
    int scanned = 0;
    while (true) {
      byte[] bytes = buffer();
      int end = from() + available();
      for (int i = from() + scanned; i < end; i++) {
        if (bytes[i] == '\n') {
          length = i - from();
          toNext = length + 1;
          ended = true;
          return true;
        }
      }
      scanned = available();
      if (!more()) {
        length = available();
        toNext = length;
        ended = false;
        return true;
      }
    }
  }

  /** Returns whether the line that came last was ended; true before the first. */
  boolean isEnded() {
    return ended;
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

  /** What fails before a line has begun is none. */
  @Override
  String place(String name, long before) {
    return between && number > 0
        ? name + ", behind line " + (before + number)
        : super.place(name, before);
  }
}
