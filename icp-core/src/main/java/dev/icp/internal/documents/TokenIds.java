package dev.icp.internal.documents;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.IntConsumer;

/** Ids of tokens as a text: in decimal, with one space between. */
public final class TokenIds {
  private static final int MOST_DIGITS = 10;

  private TokenIds() {}

  /**
   * Writes ids.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public static String text(int[] tokens) {
    StringBuilder text = new StringBuilder(6 * tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0) {
        throw new IllegalArgumentException(
            "token " + i + ": " + tokens[i] + ", expected 0 or more");
      }
      text.append(i == 0 ? "" : " ").append(tokens[i]);
    }
    return text.toString();
  }

  /**
   * Returns the first of a text's ids that is {@code size} or more; −1 if there is none.
   *
   * @throws IllegalArgumentException if the text is anything else than ids
   */
  public static int firstFrom(String text, int size) {
    int[] first = {-1};
    forEach(
        text,
        token -> {
          if (first[0] < 0 && token >= size) {
            first[0] = token;
          }
        });
    return first[0];
  }

  /**
   * Reads ids.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static int[] tokens(String text) {
    IntArrayList tokens = new IntArrayList(text.length() / 5 + 1);
    forEach(text, tokens::add);
    return tokens.toIntArray();
  }

  private static void forEach(String text, IntConsumer consumer) {
    long token = 0;
    int digits = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (c >= '0' && c <= '9' && digits < MOST_DIGITS) {
        token = 10 * token + (c - '0');
        digits++;
      } else if (c == ' ' && digits > 0 && token <= Integer.MAX_VALUE) {
        consumer.accept((int) token);
        token = 0;
        digits = 0;
      } else if (!text.isEmpty()) {
        throw new IllegalArgumentException("no ids of tokens at character " + i + " of the text");
      }
    }
  }
}
