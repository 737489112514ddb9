package dev.icp.internal.neighbours.sparse;

import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;

/** Sums of weights by term. Not thread-safe. */
final class TermSums {
  private final Int2IntOpenHashMap places = new Int2IntOpenHashMap();
  private final FloatArrayList sums = new FloatArrayList();

  TermSums() {
    places.defaultReturnValue(-1);
  }

  void add(int term, float weight) {
    int place = places.putIfAbsent(term, sums.size());
    if (place < 0) {
      sums.add(weight);
    } else {
      sums.set(place, sums.getFloat(place) + weight);
    }
  }

  /** Returns the sum of a term that has one. */
  float get(int term) {
    return sums.getFloat(places.get(term));
  }

  /** Returns the terms that have a sum, in no order. */
  int[] terms() {
    return places.keySet().toIntArray();
  }
}
