package dev.icp.internal.vectors;

import it.unimi.dsi.fastutil.HashCommon;
import java.util.Arrays;

/**
 * Cuts text into terms and hashes them into {@value #BUCKETS} buckets, the finest there are: {@link
 * TermBuckets} says how many of them count as one. A term is a run of letters, digits and the marks
 * on them, lower-cased, of 2 to {@value #MAX_LENGTH} characters; scripts that are written without
 * spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give overlapping pairs of characters
 * instead. Not thread-safe.
 */
final class TermScanner {
  static final int BUCKET_BITS = 26;
  static final int BUCKETS = 1 << BUCKET_BITS;
  static final int MAX_LENGTH = 40;

  private static final byte OTHER = 0;
  private static final byte WORD = 1;
  private static final byte UNSPACED = 2;
  private static final byte[] KINDS = new byte[1 << 16];
  private static final char[] LOWER = new char[1 << 16];

  static {
    for (int c = 0; c < KINDS.length; c++) {
      KINDS[c] = kindOf(c);
      LOWER[c] = (char) Character.toLowerCase(c);
    }
  }

  private int[] buckets = new int[1024];
  private int count;

  private static byte kindOf(int codePoint) {
    int type = Character.getType(codePoint);
    boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    if (!mark && !Character.isLetterOrDigit(codePoint)) {
      return OTHER;
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> UNSPACED;
      default -> marksKana(codePoint) ? UNSPACED : WORD;
    };
  }

  /** Long-vowel and voice marks: both kana share them, so Unicode gives them no script. */
  private static boolean marksKana(int codePoint) {
    return switch (codePoint) {
      case 0x3099, 0x309A, 0x30FC, 0xFF70, 0xFF9E, 0xFF9F -> true;
      default -> false;
    };
  }

  /** Scans a text; afterwards {@link #buckets()} holds a sorted bucket for each of its terms. */
  void scan(String text) {
    count = 0;
    byte kind = OTHER;
    long hash = 0;
    int length = 0;
    int previous = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int lower = LOWER[c];
      byte k = KINDS[c];
      if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
        int codePoint = Character.toCodePoint(c, text.charAt(++i));
        lower = Character.toLowerCase(codePoint);
        k = kindOf(codePoint);
      }
      if (k != kind) {
        endRun(kind, hash, length);
        kind = k;
        hash = 0;
        length = 0;
      }
      if (k == WORD) {
        hash = hash * 31 + lower;
      } else if (k == UNSPACED) {
        if (length > 0) {
          add(previous * 0x1F1F1F1FL + lower);
        }
        previous = lower;
        hash = lower;
      }
      length++;
    }
    endRun(kind, hash, length);
    Arrays.sort(buckets, 0, count);
  }

  private void endRun(byte kind, long hash, int length) {
    if (kind == WORD && length > 1 && length <= MAX_LENGTH) {
      add(hash);
    } else if (kind == UNSPACED && length == 1) {
      add(hash);
    }
  }

  private void add(long hash) {
    if (count == buckets.length) {
      buckets = Arrays.copyOf(buckets, count * 2);
    }
    buckets[count++] = (int) (HashCommon.murmurHash3(hash) >>> (64 - BUCKET_BITS));
  }

  /** Returns the buckets: the scanner's own array, of which the first {@link #count()} count. */
  int[] buckets() {
    return buckets;
  }

  int count() {
    return count;
  }
}
