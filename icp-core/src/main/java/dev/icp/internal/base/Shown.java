package dev.icp.internal.base;

/**
 * Text from outside (documents, ids, names of files, manifests of strangers) made fit to be shown:
 * what a terminal would obey, or what would make a line read otherwise than it is, is written as an
 * escape. That is all control characters, C1 among them, and the marks, embeddings, overrides and
 * isolates of the bidirectional algorithm.
 */
public final class Shown {
  private static final int LONGEST_KEPT = 200;

  private Shown() {}

  /** Returns the text with escapes; line breaks and tabs stay. */
  public static String escaped(String text) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isHarmful(text, i)) {
        if (shown != null) {
          shown.append(c);
        }
        continue;
      }
      if (shown == null) {
        shown = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      shown.append("\\u");
      String digits = Integer.toHexString(c);
      shown.append("0".repeat(4 - digits.length())).append(digits);
    }
    return shown == null ? text : shown.toString();
  }

  private static boolean isHarmful(String text, int i) {
    char c = text.charAt(i);
    if (c == '\n' || c == '\r' || c == '\t') {
      return false;
    }
    if (Character.isSurrogate(c)) {
      boolean first = Character.isHighSurrogate(c);
      return first
          ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
          : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    return Character.isISOControl(c)
        || c == '\u061c'
        || c == '\u200e'
        || c == '\u200f'
        || (c >= '\u2028' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }

  /** Returns the text on one line: line breaks and tabs as spaces, the rest with escapes. */
  public static String oneLine(String text) {
    return escaped(text.replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ").strip());
  }

  /** Returns a text that is kept to be shown later, shortened if long. */
  public static String kept(String text) {
    if (text.length() <= LONGEST_KEPT) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(LONGEST_KEPT - 1)) ? LONGEST_KEPT - 1 : LONGEST_KEPT;
    // A copy: a part of a long text must not keep the whole.
    return new String((text.substring(0, end) + "…").toCharArray());
  }
}
