package dev.icp.internal.order;

import dev.icp.internal.base.Apart;
import dev.icp.internal.base.Division;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import org.jspecify.annotations.Nullable;

/** Puts documents into the contexts of an order that is laid out, apart from their pairs. */
final class FreeContexts {
  /** Beyond this a context is as bad as one can be. */
  private static final int BAD = 8;

  private final Apart pairs;
  private final int[] order;
  private final long[] starts;
  private final int length;

  // By the place of the order that they are inserted at.
  private final Int2ObjectOpenHashMap<IntArrayList> inserted = new Int2ObjectOpenHashMap<>();

  FreeContexts(Apart pairs, int[] order, int[] tokens, int separators, int length) {
    this.pairs = pairs;
    this.order = order;
    this.length = length;
    starts = new long[order.length + 1];
    for (int p = 0; p < order.length; p++) {
      starts[p + 1] = starts[p] + tokens[order[p]] + separators;
    }
  }

  /**
   * Puts a document into the context nearest to {@code home} that is free; where none is found,
   * into the one with the fewest of its pairs. Near contexts are all tried, far ones at growing
   * distances.
   *
   * @return whether one was free
   */
  boolean insert(int document, long home) {
    long contexts = Division.roundedUp(starts[order.length], (long) length);
    int best = -1;
    int fewest = BAD + 1;
    for (long distance = 0; distance < contexts && fewest > 0; distance += 1 + distance / 32) {
      for (int side = -1; side <= (distance == 0 ? -1 : 1) && fewest > 0; side += 2) {
        long context = home + side * distance;
        int place = context < 0 || context >= contexts ? -1 : firstStart(context);
        int near = place < 0 ? fewest : near(document, context, place);
        if (near < fewest) {
          fewest = near;
          best = place;
        }
      }
    }
    int place = best < 0 ? order.length : best;
    inserted.computeIfAbsent(place, p -> new IntArrayList()).add(document);
    return fewest == 0;
  }

  /** Returns the first place whose document begins in a context; −1 if none does. */
  private int firstStart(long context) {
    int place = firstPlace(context * length, 0);
    return place < order.length && starts[place] < (context + 1) * length ? place : -1;
  }

  /** Returns the first place that begins at a token or after it. */
  private int firstPlace(long token, int from) {
    int low = from;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] >= token) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private int near(int document, long context, int first) {
    int count = 0;
    // The one before may reach into the context, and will stand beside the document.
    int from = Math.max(0, first - 1);
    for (int p = from; p < order.length && starts[p] < (context + 1) * length; p++) {
      count += pairs.near(document, order[p]) ? 1 : 0;
      if (count >= BAD) {
        return count;
      }
    }
    IntArrayList others = inserted.get(first);
    for (int i = 0; others != null && i < others.size() && count < BAD; i++) {
      count += pairs.near(document, others.getInt(i)) ? 1 : 0;
    }
    return count;
  }

  /** Returns the order with the inserted documents in it. */
  int[] order() {
    IntArrayList all = new IntArrayList(order.length);
    for (int p = 0; p <= order.length; p++) {
      @Nullable IntArrayList here = inserted.get(p);
      if (here != null) {
        all.addAll(here);
      }
      if (p < order.length) {
        all.add(order[p]);
      }
    }
    return all.toIntArray();
  }
}
