package dev.icp.models;

import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Cuts texts into what the model takes at once. Thread-safe. */
final class TextWindows {
  /** Whatever a tokenizer does at a cut, it does within so many tokens of it. */
  private static final int MARGIN = 64;

  /** Where a blank is looked for to cut at. */
  private static final int LONGEST_WORD = 256;

  private final Tokenizer tokenizer;
  private final SpecialTokens special;
  private final int room;
  private final LongDocuments longDocuments;
  private final String prefix;
  private final boolean lowerCases;
  private final int filler;

  /**
   * @param maxLength most tokens of a window, special ones included
   * @param filler stands for a text that has no tokens
   */
  TextWindows(
      Tokenizer tokenizer,
      SpecialTokens special,
      int maxLength,
      LongDocuments longDocuments,
      String prefix,
      boolean lowerCases,
      int filler) {
    this.tokenizer = tokenizer;
    this.special = special;
    room = maxLength - special.count();
    this.longDocuments = longDocuments;
    this.prefix = prefix;
    this.lowerCases = lowerCases;
    this.filler = filler;
    if (room < 1) {
      throw new IllegalArgumentException(
          "maxLength: " + maxLength + ", which is filled up by the tokenizer's special tokens");
    }
  }

  /**
   * Returns the windows of a text, 1 or more: token ids with the special ones around them, at most
   * {@code maxLength} each.
   */
  List<int[]> of(String text) {
    String whole = (prefix + text).strip();
    if (lowerCases) {
      whole = whole.toLowerCase(Locale.ROOT);
    }
    boolean firstOnly = longDocuments == LongDocuments.FIRST_WINDOW;
    int[] tokens = firstOnly ? beginning(whole) : tokenizer.encode(whole);
    if (tokens.length == 0 && special.count() == 0) {
      return List.of(new int[] {filler});
    }
    if (tokens.length <= room) {
      return List.of(special.around(tokens, 0, tokens.length));
    }
    return switch (longDocuments) {
      case FIRST_WINDOW -> List.of(special.around(tokens, 0, room));
      case HEAD_AND_TAIL -> {
        int head = (room + 1) / 2;
        int[] both = Arrays.copyOf(tokens, room);
        System.arraycopy(tokens, tokens.length - (room - head), both, head, room - head);
        yield List.of(special.around(both, 0, room));
      }
      case MEAN_OF_WINDOWS -> {
        List<int[]> windows = new ArrayList<>();
        for (int from = 0; from < tokens.length; from += room) {
          windows.add(special.around(tokens, from, Math.min(tokens.length, from + room)));
        }
        yield windows;
      }
    };
  }

  /**
   * Returns tokens of the beginning of a text, more than fit into a window, or all: of a long text
   * the rest need not be tokenized.
   */
  private int[] beginning(String text) {
    for (long chars = 8 * ((long) room + MARGIN); 2 * chars < text.length(); chars *= 4) {
      int[] tokens = tokenizer.encode(text.substring(0, cut(text, (int) chars)));
      if (tokens.length >= room + MARGIN) {
        return tokens;
      }
    }
    return tokenizer.encode(text);
  }

  private static int cut(String text, int end) {
    for (int at = end; at > Math.max(1, end - LONGEST_WORD); at--) {
      if (Character.isWhitespace(text.charAt(at))) {
        return at;
      }
    }
    return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
  }

  /** Returns how many tokens of its text a window holds. */
  int weight(int[] window) {
    return Math.max(1, window.length - special.count());
  }
}
