package dev.icp.formats.internal.verify;

import dev.icp.formats.internal.output.ContentsDigest;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the pieces of each document are the document: nothing missing before their end, and
 * nothing twice. Documents are told apart by 64 bits of their ids' SHA-256. To bound memory they
 * can be checked in groups, each of which needs the pieces once more: 16 bytes a piece.
 */
final class ExactlyOnce {
  /** Pieces in a group, about. */
  private static final long GROUP_PIECES = 1 << 23;

  /** Sorts before all pieces. */
  private static final long DROPPED = -1;

  /** Sorts before that. */
  private static final long KEPT = -2;

  private final int group;
  private final int groups;
  private final boolean repeats;
  private final boolean complete;
  private final LongArrayList hashes = new LongArrayList();
  private final LongArrayList pieces = new LongArrayList();
  private long documents;
  private long dropped;

  /**
   * @param repeats whether documents may stand several times, and break off at the end
   * @param complete whether no document can have gone with the last context, or been left out by an
   *     order that repeats others
   */
  ExactlyOnce(int group, int groups, boolean repeats, boolean complete) {
    this.group = group;
    this.groups = groups;
    this.repeats = repeats;
    this.complete = complete;
  }

  /** A document whose pieces are not right. */
  record Violation(long hash, String reason) {}

  /** Returns into how many groups so many pieces are to be divided. */
  static int groups(long pieces) {
    return Math.toIntExact(pieces / GROUP_PIECES + 1);
  }

  /** Adds a piece of a document, unless that is of another group. */
  void add(String id, int from, int to) {
    add(id, (long) from << 32 | to);
  }

  /**
   * Adds a document that was dropped as a near duplicate and the one that stayed, unless they are
   * of another group.
   */
  void addDropped(String id, String keptId) {
    add(id, DROPPED);
    add(keptId, KEPT);
  }

  private void add(String id, long piece) {
    long hash = ContentsDigest.hash(id);
    if (Long.remainderUnsigned(hash, groups) == group) {
      hashes.add(hash);
      pieces.add(piece);
    }
  }

  /** Returns what is wrong, or null; the pieces are gone afterwards. */
  @Nullable Violation check() {
    long[] ids = hashes.elements();
    long[] spans = pieces.elements();
    int size = hashes.size();
    LongArrays.radixSort(ids, spans, 0, size);
    Violation violation = null;
    for (int from = 0; from < size && violation == null; ) {
      int to = from + 1;
      while (to < size && ids[to] == ids[from]) {
        to++;
      }
      String reason = check(spans, from, to);
      if (reason != null) {
        violation = new Violation(ids[from], reason);
      }
      from = to;
    }
    hashes.clear();
    pieces.clear();
    return violation;
  }

  private @Nullable String check(long[] spans, int first, int to) {
    int from = first;
    while (from < to && spans[from] == KEPT) {
      from++;
    }
    if (from == to) {
      return complete ? "was kept for a near duplicate and stands in no context" : null;
    }
    if (spans[from] == DROPPED) {
      dropped++;
      return to - from == 1
          ? from == first ? null : "was dropped as a near duplicate and kept for another"
          : spans[from + 1] == DROPPED
              ? "was dropped twice"
              : "was dropped as a near duplicate and stands in a context";
    }
    documents++;
    if (spans[to - 1] == 0) {
      return to - from == 1 || repeats
          ? null
          : "has no tokens and stands " + (to - from) + " times";
    }
    return repeats ? checkRepeated(spans, from, to) : checkOnce(spans, from, to);
  }

  private static @Nullable String checkOnce(long[] spans, int from, int to) {
    int expected = 0;
    for (int i = from; i < to; i++) {
      int begin = begin(spans[i]);
      int end = end(spans[i]);
      if (begin > expected) {
        return "tokens " + expected + " to " + begin + " are missing";
      }
      if (begin < expected || end == begin) {
        return "tokens " + begin + " to " + Math.min(end, expected) + " stand twice";
      }
      expected = end;
    }
    return null;
  }

  /** Wherever a piece ends another begins, but for the ends of the document. */
  private static @Nullable String checkRepeated(long[] spans, int from, int to) {
    int count = to - from;
    int[] ends = new int[count];
    int whole = 0;
    for (int i = 0; i < count; i++) {
      ends[i] = end(spans[from + i]);
      if (begin(spans[from + i]) == 0) {
        whole++;
      }
    }
    Arrays.sort(ends);
    for (int i = whole; i < count; i++) {
      int begin = begin(spans[from + i]);
      if (Arrays.binarySearch(ends, begin) < 0) {
        return "tokens before " + begin + " are missing";
      }
    }
    return whole == 0 ? "tokens 0 to " + begin(spans[from]) + " are missing" : null;
  }

  private static int begin(long span) {
    return (int) (span >>> 32);
  }

  private static int end(long span) {
    return (int) span;
  }

  /** Returns how many different documents have been checked and stand in contexts. */
  long documents() {
    return documents;
  }

  /** Returns how many dropped documents have been checked. */
  long dropped() {
    return dropped;
  }
}
