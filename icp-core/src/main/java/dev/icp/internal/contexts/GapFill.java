package dev.icp.internal.contexts;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * Chooses, from a sequence of documents, those that fill a gap best: takes one document after the
 * other into account and knows which sums can be reached (subset sum by a set of bits), until one
 * comes near enough to the gap. So the documents that fill it come as early in the sequence as
 * possible, and early ones are related to what stands before the gap. What is near enough grows
 * with the number of documents looked at. Buffers are reused; not thread-safe.
 */
final class GapFill {
  /** The part of a context that may be left over at once. */
  private static final int SLACK = 512;

  /** After this many documents as much again may be left over. */
  private static final int PATIENCE = 4;

  private final int length;
  private long[] reached = new long[0];

  // By sum: the document, by its place in the sequence, with which it was reached first.
  private int[] lasts = new int[0];
  private int room;
  private int best;
  private boolean nearEnough;

  /** Gaps in contexts of {@code length} tokens. */
  GapFill(int length) {
    this.length = length;
  }

  /**
   * Chooses.
   *
   * @param sizes of the documents in sequence; those that must not be chosen are negative
   * @param room the size of the gap, 0 or more
   * @return the places of those chosen, ascending
   */
  int[] choose(IntArrayList sizes, int room) {
    begin(room);
    nearEnough = false;
    for (int i = 0; i < sizes.size() && !nearEnough; i++) {
      int size = sizes.getInt(i);
      if (size > 0 && size <= room) {
        add(i, size);
        nearEnough = room - best <= slack(i);
      }
    }
    IntArrayList chosen = new IntArrayList();
    for (int sum = best; sum > 0; sum -= sizes.getInt(lasts[sum])) {
      chosen.add(lasts[sum]);
    }
    int[] ascending = chosen.toIntArray();
    IntArrays.reverse(ascending);
    return ascending;
  }

  /** Returns whether what was chosen comes near enough to the gap, or another choice might. */
  boolean nearEnough() {
    return nearEnough;
  }

  private long slack(int looked) {
    return length * (1L + looked / PATIENCE) / SLACK;
  }

  private void begin(int newRoom) {
    room = newRoom;
    best = 0;
    int words = room / Long.SIZE + 1;
    if (words > reached.length) {
      reached = new long[words];
      lasts = new int[words * Long.SIZE];
    }
    Arrays.fill(reached, 0, words, 0);
    reached[0] = 1;
  }

  /** Marks the sums that a document makes of those there were, from the highest down. */
  private void add(int document, int size) {
    int shift = size % Long.SIZE;
    int words = size / Long.SIZE;
    for (int w = room / Long.SIZE; w >= words; w--) {
      long sums = reached[w - words] << shift;
      if (shift > 0 && w > words) {
        sums |= reached[w - words - 1] >>> (Long.SIZE - shift);
      }
      for (long added = sums & ~reached[w]; added != 0; added &= added - 1) {
        int sum = w * Long.SIZE + Long.numberOfTrailingZeros(added);
        if (sum <= room) {
          lasts[sum] = document;
          best = Math.max(best, sum);
        }
      }
      reached[w] |= sums;
    }
  }
}
