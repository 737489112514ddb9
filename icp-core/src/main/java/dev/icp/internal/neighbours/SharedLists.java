package dev.icp.internal.neighbours;

import dev.icp.spi.NeighbourGraph;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Neighbour lists that several threads offer to at once, any document's. What they hold in the end
 * does not depend on who came first, since a list is the best of all that was offered to it.
 */
final class SharedLists {
  private static final int LOCKS = 1 << 12;

  private final NeighbourLists lists;
  private final @Nullable Int2IntOpenHashMap places;
  // Apart from the lists: read without a lock, and never above a list's real threshold.
  private final float[] thresholds;
  private final Object[] locks = new Object[LOCKS];

  /** Lists of the documents 0 … size − 1. */
  SharedLists(int size, int k) {
    lists = new NeighbourLists(size, k);
    places = null;
    thresholds = new float[size];
    Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
    Arrays.setAll(locks, i -> new Object());
  }

  /** Lists of some of the documents 0 … size − 1; the others' neighbours are not asked for. */
  SharedLists(int size, int k, int[] documents) {
    lists = new NeighbourLists(documents.length, Math.min(k, size - 1), size);
    places = new Int2IntOpenHashMap(documents.length);
    thresholds = new float[size];
    Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
    for (int i = 0; i < documents.length; i++) {
      places.put(documents[i], i);
      thresholds[documents[i]] = Float.NEGATIVE_INFINITY;
    }
    Arrays.setAll(locks, i -> new Object());
  }

  /** Returns a cosine that an offer must exceed to have a chance. */
  float threshold(int document) {
    return thresholds[document];
  }

  /** Copies the thresholds of some documents. */
  void thresholds(int[] documents, int from, int count, float[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = thresholds[documents[from + i]];
    }
  }

  /** Offers a neighbour that may have been offered before, with the same cosine. */
  void offer(int document, int neighbour, float cosine) {
    synchronized (locks[document & (LOCKS - 1)]) {
      int place = places == null ? document : places.get(document);
      if (cosine > thresholds[document] && !lists.holds(place, neighbour, cosine)) {
        lists.offer(place, neighbour, cosine);
        // An equal cosine still has a chance, by the lower number.
        thresholds[document] = Math.nextDown(lists.threshold(place));
      }
    }
  }

  /** Returns the lists, by place where they are of some documents only. */
  NeighbourLists lists() {
    return lists;
  }

  /** Returns the lists as they are; they must not be changed any more. */
  NeighbourGraph toGraph(double recall) {
    return lists.toGraph(recall);
  }
}
