package dev.icp.formats.internal.corpus;

import dev.icp.formats.internal.files.Utf8;

/** Where JSON values end, found without looking at what they are. */
final class JsonValues {
  private JsonValues() {}

  /** Returns where something else than white space or a byte order mark stands, or {@code to}. */
  static int skipBlanks(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (isBlank(bytes[i])) {
        i++;
      } else if (Utf8.hasByteOrderMark(bytes, i, to)) {
        i += 3;
      } else {
        break;
      }
    }
    return i;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /**
   * Goes through one value. Brackets are counted and strings are passed over, so that a value that
   * is no JSON ends somewhere as well.
   */
  static final class Scan {
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean scalar;
    private int position;

    /** Returns how many bytes of the value have been seen. */
    int length() {
      return position;
    }

    /**
     * Goes on, to the end of the value or of the bytes.
     *
     * @param from where the value begins
     * @return whether it has ended
     */
    boolean goOn(byte[] bytes, int from, int to) {
      int i = from + position;
      while (i < to) {
        byte b = bytes[i];
        if (inString) {
          if (escaped) {
            escaped = false;
          } else if (b == '\\') {
            escaped = true;
          } else if (b == '"') {
            inString = false;
          }
        } else if (b == '"') {
          inString = true;
        } else if (b == '{' || b == '[') {
          depth++;
        } else if (b == '}' || b == ']' || b == ',' || isBlank(b)) {
          if (depth == 0) {
            // The end of a number or word, which belongs to what is around it.
            position = i - from;
            return true;
          }
          depth -= b == '}' || b == ']' ? 1 : 0;
        } else {
          scalar |= depth == 0;
        }
        i++;
        if (depth == 0 && !inString && !scalar) {
          position = i - from;
          return true;
        }
      }
      position = i - from;
      return false;
    }
  }
}
