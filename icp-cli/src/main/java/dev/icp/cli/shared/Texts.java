package dev.icp.cli.shared;

import dev.icp.internal.base.Shown;
import java.util.Locale;

/** How things are shown. */
public final class Texts {
  private Texts() {}

  /** Returns the text with line breaks as spaces, and what is harmful to show as escapes. */
  static String oneLine(String text) {
    return Shown.oneLine(text);
  }

  /** Returns the text on one line, and its end only when it is longer than {@code most}. */
  public static String end(String text, int most) {
    String line = oneLine(text);
    int length = line.codePointCount(0, line.length());
    return length <= most
        ? line
        : "…" + line.substring(line.offsetByCodePoints(0, length - most + 1));
  }

  /** Returns the text on one line, and its start only when it is longer than {@code most}. */
  public static String start(String text, int most) {
    String line = oneLine(text);
    int length = line.codePointCount(0, line.length());
    return length <= most ? line : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** Returns 12,345. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns the number and the word, which gets an s unless the number is 1. */
  public static String count(long number, String word) {
    return number(number) + " " + word + (number == 1 ? "" : "s");
  }

  /** Returns 3.2 s, or 2 min 5 s. */
  public static String seconds(double seconds) {
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : (long) seconds / 60 + " min " + (long) seconds % 60 + " s";
  }

  /** Returns 512 bytes, 1.5 KB, 3.0 MB, … (powers of 1,000). */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return count(bytes, "byte");
    }
    double size = bytes;
    int unit = -1;
    while (size >= 1000 && unit < 4) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", size, "KMGTP".charAt(unit));
  }
}
