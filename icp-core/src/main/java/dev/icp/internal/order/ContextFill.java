package dev.icp.internal.order;

import dev.icp.internal.base.Apart;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The context that is being filled while an order is laid out from first to last. */
final class ContextFill {
  private final Apart pairs;
  private final int[] tokens;
  private final int separators;
  private final int length;

  // Of the documents with a token in the context those that are to be kept apart from any.
  private final IntArrayList here = new IntArrayList();
  private long context;
  private long start;
  private int previous = -1;

  ContextFill(Apart pairs, int[] tokens, int separators, int length) {
    this.pairs = pairs;
    this.tokens = tokens;
    this.separators = separators;
    this.length = length;
  }

  /** Returns where the next document begins, in tokens. */
  long start() {
    return start;
  }

  /** Returns whether the next document would stand next to one it is to be kept apart from. */
  boolean besideNear(int document) {
    return previous >= 0 && pairs.near(previous, document);
  }

  /** Returns how many documents of the context the next document is to be kept apart from. */
  int near(int document, int limit) {
    int count = 0;
    if (pairs.any(document)) {
      for (int i = 0; i < here.size() && count < limit; i++) {
        count += pairs.near(here.getInt(i), document) ? 1 : 0;
      }
    }
    return count;
  }

  /** Places the next document; returns whether the one after it begins in another context. */
  boolean place(int document) {
    long end = start + tokens[document];
    start = end + separators;
    previous = document;
    long next = start / length;
    boolean begun = next != context;
    if (begun) {
      // The last one is the only one that can reach so far.
      here.clear();
      context = next;
    }
    if (pairs.any(document) && (!begun || end > next * length)) {
      here.add(document);
    }
    return begun;
  }
}
