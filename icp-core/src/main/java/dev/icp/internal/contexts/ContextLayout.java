package dev.icp.internal.contexts;

import dev.icp.Tail;
import dev.icp.internal.base.Shuffle;

/**
 * Where the documents of an order stand when they are concatenated, each followed by its separator,
 * and cut every context-length tokens ({@link dev.icp.Boundary#SPLIT}). Immutable.
 */
public final class ContextLayout {
  /** What the seed is used for when contexts are shuffled. */
  public static final String SHUFFLE = "contexts";

  private final int[] documents;
  private final int[] counts;
  private final long[] starts;
  private final int separators;
  private final int length;
  private final Tail tail;
  private final long cuts;

  /**
   * @param documents ordinals in the order in which they are packed; not copied
   * @param counts tokens of the documents, in the same order; not copied
   * @param separators separator tokens after each document: 0 or 1
   * @param length tokens in a context
   * @throws IllegalArgumentException if this makes more contexts than can be numbered
   */
  public ContextLayout(int[] documents, int[] counts, int separators, int length, Tail tail) {
    this.documents = documents;
    this.counts = counts;
    this.separators = separators;
    this.length = length;
    this.tail = tail;
    starts = new long[documents.length + 1];
    for (int i = 0; i < documents.length; i++) {
      starts[i + 1] = starts[i] + counts[i] + separators;
    }
    long full = (total() + length - 1) / length;
    cuts = documents.length > 0 ? Math.max(1, full) : 0;
    if (cuts > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          total() + " tokens make " + cuts + " contexts of " + length + ", at most 2147483647");
    }
  }

  private long total() {
    return starts[documents.length];
  }

  private boolean lastIsShort() {
    return cuts > 0 && total() < cuts * length;
  }

  /** Returns the number of contexts that leave. */
  public int contexts() {
    return (int) (lastIsShort() && tail == Tail.DROP ? cuts - 1 : cuts);
  }

  /** Returns the number of padding tokens in all. */
  public long padding() {
    return lastIsShort() && tail == Tail.PAD ? cuts * length - total() : 0;
  }

  /** Returns the document tokens that go with a dropped last context. */
  public long tokensDropped() {
    if (contexts() == cuts) {
      return 0;
    }
    long dropped = 0;
    for (int p = firstPlace(cuts - 1); p < documents.length; p++) {
      dropped += counts[p] - Math.min(counts[p], Math.max(0, begin(cuts - 1) - starts[p]));
    }
    return dropped;
  }

  /** Returns the tokens, separators included, in the contexts that leave. */
  public long filled() {
    return Math.min(total(), (long) contexts() * length);
  }

  /**
   * Returns the contexts, by their place along the path, in the order in which they leave: shuffled
   * by seed or along the path. One that is not full is last in either case.
   */
  public int[] leavingOrder(boolean pathOrder, long seed) {
    int all = contexts();
    int shuffled = lastIsShort() && all == cuts ? all - 1 : all;
    int[] order = new int[all];
    if (pathOrder) {
      for (int i = 0; i < all; i++) {
        order[i] = i;
      }
      return order;
    }
    System.arraycopy(Shuffle.permutation(shuffled, seed, SHUFFLE), 0, order, 0, shuffled);
    if (shuffled < all) {
      order[shuffled] = shuffled;
    }
    return order;
  }

  /** Returns where a context begins in the concatenation. */
  long begin(long context) {
    return context * length;
  }

  /** Returns where a context ends in the concatenation, without padding. */
  long end(long context) {
    return Math.min(total(), (context + 1) * length);
  }

  /** Returns how many tokens a context has, padding included. */
  int size(long context) {
    return tail == Tail.PAD ? length : (int) (end(context) - begin(context));
  }

  /** Returns the first place of the order that has a token, or an empty document, in a context. */
  int firstPlace(long context) {
    long begin = begin(context);
    int low = 0;
    int high = documents.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle + 1] > begin || starts[middle] >= begin) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Returns the first place whose document begins in a context or one after it. */
  public int firstStart(long context) {
    int low = 0;
    int high = documents.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] >= begin(context)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Returns whether the document at a place begins in a context or one before it. */
  boolean reaches(long context, int place) {
    return place < documents.length
        && (starts[place] < end(context) || (context == cuts - 1 && starts[place] == total()));
  }

  /** Returns where the document at a place begins in the concatenation. */
  long start(int place) {
    return starts[place];
  }

  /** Returns the tokens of the document at a place. */
  int count(int place) {
    return counts[place];
  }

  /** Returns the ordinal of the document at a place. */
  int document(int place) {
    return documents[place];
  }

  /** Returns the separator tokens after each document: 0 or 1. */
  int separators() {
    return separators;
  }
}
