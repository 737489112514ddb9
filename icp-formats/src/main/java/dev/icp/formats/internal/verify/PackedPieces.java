package dev.icp.formats.internal.verify;

import dev.icp.formats.internal.output.ContentsDigest;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.BitSet;
import java.util.Map;

/**
 * The pieces of documents that stand in contexts, by their documents, with sums of their tokens and
 * of their metadata: 36 bytes each. Those of one group of documents, so that there are never too
 * many. Not thread-safe.
 */
final class PackedPieces {
  private static final long DROPPED = -1;

  private final int group;
  private final int groups;
  private final LongArrayList hashes = new LongArrayList();
  private final LongArrayList spans = new LongArrayList();
  private final LongArrayList sums = new LongArrayList();
  private final LongArrayList metadata = new LongArrayList();
  private int[] sorted = new int[0];
  private final BitSet seen = new BitSet();

  PackedPieces(int group, int groups) {
    this.group = group;
    this.groups = groups;
  }

  /** Returns whether a document is of this group. */
  boolean isOfGroup(long hash) {
    return Long.remainderUnsigned(hash, groups) == group;
  }

  /** Adds a piece of a document of this group. */
  void add(long hash, int from, int to, long sum, long metadataSum) {
    hashes.add(hash);
    spans.add((long) from << 32 | to);
    sums.add(sum);
    metadata.add(metadataSum);
  }

  /** Adds a document that was dropped, unless it is of another group. */
  void addDropped(long hash) {
    if (isOfGroup(hash)) {
      hashes.add(hash);
      spans.add(DROPPED);
      sums.add(0);
      metadata.add(0);
    }
  }

  /** Returns a sum over metadata as they are written, in whatever order. */
  static long sum(Map<String, Object> metadata) {
    long sum = 0;
    for (Map.Entry<String, Object> entry : metadata.entrySet()) {
      String kind = entry.getValue() instanceof Number ? "\0number\0" : "\0string\0";
      sum += ContentsDigest.hash(entry.getKey() + kind + entry.getValue());
    }
    return sum;
  }

  /** Returns a sum over tokens and their places in the document. */
  static long sum(int[] tokens, int at, int length, int from) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += ContentsDigest.mixed((long) (from + i) << 32 | tokens[at + i]);
    }
    return sum;
  }

  /** To be called once all pieces are there. */
  void sort() {
    sorted = new int[hashes.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = i;
    }
    IntArrays.quickSort(sorted, (a, b) -> Long.compare(hashes.getLong(a), hashes.getLong(b)));
  }

  /** Returns the first place of a document; −1 if it has none. */
  int find(long hash) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (hash(middle) < hash) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < sorted.length && hash(low) == hash ? low : -1;
  }

  /** Returns whether a place is one of the same document as another, the first. */
  boolean isOf(int place, int first) {
    return place < sorted.length && hash(place) == hash(first);
  }

  /** Notes that a document is there; returns whether it is for the first time. */
  boolean see(int first) {
    boolean before = seen.get(first);
    seen.set(first);
    return !before;
  }

  /** Returns the first place of a document that was not seen; −1 if there is none. */
  int unseen() {
    for (int i = 0; i < sorted.length; i++) {
      boolean first = i == 0 || hash(i) != hash(i - 1);
      if (first && !seen.get(i)) {
        return i;
      }
    }
    return -1;
  }

  long hash(int place) {
    return hashes.getLong(sorted[place]);
  }

  boolean isDropped(int place) {
    return spans.getLong(sorted[place]) == DROPPED;
  }

  int from(int place) {
    return (int) (spans.getLong(sorted[place]) >>> 32);
  }

  int to(int place) {
    return (int) spans.getLong(sorted[place]);
  }

  long metadataSum(int place) {
    return metadata.getLong(sorted[place]);
  }

  long sum(int place) {
    return sums.getLong(sorted[place]);
  }
}
