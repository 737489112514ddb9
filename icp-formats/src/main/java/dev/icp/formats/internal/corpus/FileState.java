package dev.icp.formats.internal.corpus;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a file that has been read, so that the same documents need not be read again.
 *
 * @param reading what decides, besides the file, what comes of it
 * @param kind what it was read as
 * @param bytes how large it was
 * @param sha256 of those bytes, and of what is read with it
 * @param lines how many there were; 0 where it does not matter
 * @param whole whether the last of them was ended, so that what is appended begins another one
 * @param documents how many came of it
 * @param endTokens off how many of them an end token was taken
 */
record FileState(
    String reading,
    ContentKind kind,
    Compression compression,
    long bytes,
    String sha256,
    long lines,
    boolean whole,
    long documents,
    long endTokens) {
  private static final int VALUES = 9;

  /** Returns it as a line. */
  String text() {
    return String.join(
        " ",
        reading,
        kind.name(),
        compression.name(),
        Long.toString(bytes),
        sha256,
        Long.toString(lines),
        Boolean.toString(whole),
        Long.toString(documents),
        Long.toString(endTokens));
  }

  /** Returns what {@link #text} wrote; null if it is something else. */
  static @Nullable FileState of(String text) {
    String[] values = text.split(" ", -1);
    if (values.length != VALUES) {
      return null;
    }
    try {
      return new FileState(
          values[0],
          ContentKind.valueOf(values[1]),
          Compression.valueOf(values[2]),
          Long.parseLong(values[3]),
          values[4],
          Long.parseLong(values[5]),
          Boolean.parseBoolean(values[6]),
          Long.parseLong(values[7]),
          Long.parseLong(values[8]));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns whether documents can be appended to the file without changing those before. */
  boolean canGrow() {
    return kind == ContentKind.JSON_LINES && whole;
  }
}
