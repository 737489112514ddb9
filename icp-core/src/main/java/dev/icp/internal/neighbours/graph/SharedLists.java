package dev.icp.internal.neighbours.graph;

import dev.icp.spi.NeighbourGraph;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Neighbour lists that several threads offer to at once, any document's. What they hold in the end
 * does not depend on who came first, since a list is the best of all that was offered to it.
 */
public final class SharedLists {
  private static final int LOCKS = 1 << 12;

  private final NeighbourLists lists;
  private final @Nullable Int2IntOpenHashMap places;
  // Apart from the lists: read without a lock, and never above a list's real threshold.
  private final float[] thresholds;
  // The same with the lower number of equals: among many copies of one document most offers equal
  // the threshold and are in vain, and this tells without a lock. By place.
  private final AtomicLongArray worst;
  private final Object[] locks = new Object[LOCKS];

  /** Lists of the documents 0 … size − 1. */
  public SharedLists(int size, int k) {
    lists = new NeighbourLists(size, k);
    places = null;
    thresholds = new float[size];
    Arrays.fill(thresholds, Float.NEGATIVE_INFINITY);
    worst = none(size);
    Arrays.setAll(locks, i -> new Object());
  }

  /** Lists of some of the documents 0 … size − 1; the others' neighbours are not asked for. */
  public SharedLists(int size, int k, int[] documents) {
    lists = new NeighbourLists(documents.length, k, size);
    places = new Int2IntOpenHashMap(documents.length);
    thresholds = new float[size];
    Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
    for (int i = 0; i < documents.length; i++) {
      places.put(documents[i], i);
      thresholds[documents[i]] = Float.NEGATIVE_INFINITY;
    }
    worst = none(documents.length);
    Arrays.setAll(locks, i -> new Object());
  }

  private static AtomicLongArray none(int size) {
    long[] none = new long[size];
    Arrays.fill(none, Long.MIN_VALUE);
    return new AtomicLongArray(none);
  }

  /** Returns a cosine that an offer must exceed to have a chance. */
  public float threshold(int document) {
    return thresholds[document];
  }

  /** Copies the thresholds of some documents. */
  public void thresholds(int[] documents, int from, int count, float[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = thresholds[documents[from + i]];
    }
  }

  /** Offers a neighbour that may have been offered before, with the same cosine. */
  public void offer(int document, int neighbour, float cosine) {
    int place = places == null ? document : places.get(document);
    if (rank(neighbour, cosine) <= worst.getOpaque(place)) {
      return;
    }
    synchronized (locks[document & (LOCKS - 1)]) {
      if (cosine > thresholds[document] && !lists.holds(place, neighbour, cosine)) {
        lists.offer(place, neighbour, cosine);
        float least = lists.threshold(place);
        // An equal cosine still has a chance, by the lower number; and rounding may bring one to
        // just below −1, which then counts as −1.
        thresholds[document] = least > -1 ? Math.nextDown(least) : Float.NEGATIVE_INFINITY;
        if (lists.degree(place) == lists.k()) {
          worst.setOpaque(place, rank(lists.neighbour(place, lists.k() - 1), least));
        }
      }
    }
  }

  /** Returns a number that is higher for what a list prefers. */
  private static long rank(int neighbour, float cosine) {
    // Adding zero makes minus zero the zero that it equals.
    int bits = Float.floatToIntBits(Math.max(-1, Math.min(1, cosine)) + 0f);
    // Negative floats ascend as their bits descend.
    long ordered = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    return ordered << 32 | (Integer.MAX_VALUE - neighbour);
  }

  /** Returns the lists, by place where they are of some documents only. */
  public NeighbourLists lists() {
    return lists;
  }

  /** Returns the lists as they are; they must not be changed any more. */
  public NeighbourGraph toGraph(double recall) {
    return lists.toGraph(recall);
  }
}
