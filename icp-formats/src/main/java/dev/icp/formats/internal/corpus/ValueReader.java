package dev.icp.formats.internal.corpus;

import dev.icp.formats.internal.corpus.JsonValues.Scan;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Splits JSON values from one another, wherever their lines end: one behind the other, or in an
 * array.
 */
final class ValueReader extends PieceReader {
  private final boolean array;
  private int length;
  private long number;
  private long line = 1;
  private boolean begun;
  private boolean between;

  /**
   * @param array whether they stand in an array
   */
  ValueReader(InputStream in, boolean array) {
    super(in, "value");
    this.array = array;
  }

  @Override
  boolean advance() throws IOException {
    pass(length);
    length = 0;
    between = true;
    if (array && !goIntoArray()) {
      return false;
    }
    boolean more = skipBlanks();
    number++;
    between = false;
    if (!more) {
      if (array) {
        throw early();
      }
      return false;
    }
    Scan scan = new Scan();
    while (!scan.goOn(buffer(), from(), from() + available()) && more()) {}
    // Of something that begins no value a piece is left all the same, or there were no end.
    length = Math.max(1, scan.length());
    return true;
  }

  private void pass(int bytes) {
    byte[] buffer = buffer();
    for (int i = from(); i < from() + bytes; i++) {
      if (buffer[i] == '\n') {
        line++;
      }
    }
    drop(bytes);
  }

  /** Passes over what stands before a value; returns whether there is one. */
  private boolean goIntoArray() throws IOException {
    if (!skipBlanks()) {
      throw early();
    }
    int next = buffer()[from()];
    if (!begun) {
      begun = true;
      drop(1);
      if (!skipBlanks()) {
        throw early();
      }
      next = buffer()[from()];
      if (next != ']') {
        return true;
      }
    } else if (next == ',') {
      drop(1);
      return true;
    }
    if (next != ']') {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the array is broken: byte 0x%02X stands where , or ] belongs",
              next & 0xFF));
    }
    drop(1);
    if (skipBlanks()) {
      throw new IOException("something follows the array");
    }
    return false;
  }

  private static EOFException early() {
    return new EOFException("the array ends too early");
  }

  /** Returns whether something else follows. */
  private boolean skipBlanks() throws IOException {
    while (true) {
      pass(JsonValues.skipBlanks(buffer(), from(), from() + available()) - from());
      // A byte order mark may be cut in two.
      boolean whole = available() > 2 || (available() > 0 && buffer()[from()] > 0);
      if (whole || !more()) {
        return available() > 0;
      }
    }
  }

  @Override
  int to() {
    return from() + length;
  }

  @Override
  long number() {
    return number;
  }

  /** As in {@code corpus.json, document 3 (line 7)}: numbers alone would be taken for lines. */
  @Override
  String place(String name, long before) {
    String at = " (line " + line + ")";
    if (between && number == 0) {
      return name + at;
    }
    return name + (between ? ", behind" : ",") + " document " + (before + number) + at;
  }
}
