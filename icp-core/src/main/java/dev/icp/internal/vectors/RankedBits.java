package dev.icp.internal.vectors;

import dev.icp.internal.base.Division;
import java.util.function.IntPredicate;

/** A set of numbers, each with how many lower ones are in it. Immutable and thread-safe. */
final class RankedBits {
  private final long[] words;
  private final int[] ranks;

  /** The numbers from 0 to {@code size - 1} for which a condition holds. */
  RankedBits(int size, IntPredicate condition) {
    words = new long[Division.roundedUp(size, Long.SIZE)];
    ranks = new int[words.length + 1];
    for (int i = 0; i < size; i++) {
      if (condition.test(i)) {
        words[i / Long.SIZE] |= 1L << i;
      }
    }
    for (int w = 0; w < words.length; w++) {
      ranks[w + 1] = ranks[w] + Long.bitCount(words[w]);
    }
  }

  /** Returns how many numbers are in the set. */
  int count() {
    return ranks[words.length];
  }

  /** Returns how many numbers below this one are in the set. */
  int rank(int number) {
    int word = number / Long.SIZE;
    return ranks[word] + Long.bitCount(words[word] & ((1L << number) - 1));
  }
}
