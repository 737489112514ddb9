package dev.icp.formats.internal.inspect;

import dev.icp.spi.Tokenizer;
import java.util.Arrays;

/**
 * The beginning of a text.
 *
 * @param text at most {@value #LONGEST} characters
 * @param more whether it goes on
 */
record Excerpt(String text, boolean more) {
  /** Where nothing is known. */
  static final Excerpt NONE = new Excerpt("", false);

  static final int LONGEST = 700;

  /** Long enough for an excerpt of any language, and of byte tokens. */
  private static final int TOKENS = 4 * LONGEST;

  /** Returns the beginning of a text, without white space before it. */
  static Excerpt of(String text) {
    int from = 0;
    while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    int to = Math.min(text.length(), from + LONGEST);
    if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
      to--;
    }
    return new Excerpt(text.substring(from, to), to < text.length());
  }

  /**
   * Returns how tokens of a document begin to read.
   *
   * @param from the first of them
   * @param to behind the last
   */
  static Excerpt of(Tokenizer tokenizer, int[] tokens, int from, int to) {
    int end = Math.min(to, from + TOKENS);
    String text = tokenizer.decode(Arrays.copyOfRange(tokens, from, end));
    // Of a character that is cut in two, what is left means nothing.
    Excerpt excerpt = of(text.replaceAll("^\ufffd+|\ufffd+$", ""));
    return new Excerpt(excerpt.text, excerpt.more || end < to);
  }
}
