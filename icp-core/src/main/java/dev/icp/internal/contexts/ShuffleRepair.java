package dev.icp.internal.contexts;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.Vectors;
import java.util.SplittableRandom;

/**
 * Parts contexts that a shuffle has put side by side though they are alike. A shuffle makes
 * neighbours independent, but independent is not unlike: related long documents fill many contexts,
 * and any two of those are more alike than two random documents. So each context tries to change
 * places with a few others, drawn at random, and does if that makes the neighbours on both sides
 * less alike altogether. Contexts that are not neighbours are nearly as independent as before.
 *
 * <p>How alike two contexts are is taken from the stretches of the path that they come from, each
 * pair of which is sampled beforehand: the cost of a try does not depend on the documents.
 */
public final class ShuffleRepair {
  /** How often a context changes places at most. */
  private static final int SWAPS = 8;

  /** From how many random places each is chosen. */
  private static final int PLACES = 8;

  private static final int MAX_STRETCHES = 96;

  /** By how many pairs of documents two stretches are compared. */
  private static final int PAIRS = 64;

  private final ContextLayout layout;
  private final int[] order;
  private final SplittableRandom random;

  /** By place. */
  private final byte[] stretches;

  private final float[][] alike;

  private ShuffleRepair(ContextLayout layout, int[] order, Vectors vectors, long seed) {
    this.layout = layout;
    this.order = order;
    random = Shuffle.random(seed, "shuffle repair");
    int count = Math.min(MAX_STRETCHES, order.length);
    alike = new float[count][count];
    stretches = new byte[order.length];
    for (int place = 0; place < order.length; place++) {
      stretches[place] = (byte) ((long) order[place] * alike.length / order.length);
    }
    for (int one = 0; one < count; one++) {
      for (int other = 0; other <= one; other++) {
        float sum = 0;
        for (int p = 0; p < PAIRS; p++) {
          sum += vectors.cosine(documentOf(one), documentOf(other));
        }
        alike[one][other] = sum;
        alike[other][one] = sum;
      }
    }
  }

  /** Returns a random document of a stretch. */
  private int documentOf(int stretch) {
    long from = (long) order.length * stretch / alike.length;
    long to = (long) order.length * (stretch + 1) / alike.length;
    long context = to > from ? random.nextLong(from, to) : from;
    int first = layout.firstStart(context);
    int count = layout.firstStart(context + 1) - first;
    int piece = count > 0 ? first + random.nextInt(count) : layout.firstPiece(context);
    return layout.document(Math.min(piece, layout.pieces() - 1));
  }

  /**
   * Repairs a shuffled order of contexts; the context in the last place, which may be the short
   * one, stays there.
   *
   * @param order contexts by their place along the path; changed
   * @param vectors by ordinal
   */
  public static void repair(ContextLayout layout, int[] order, Vectors vectors, long seed) {
    if (order.length > 3) {
      new ShuffleRepair(layout, order, vectors, seed).run();
    }
  }

  private void run() {
    for (int place = 0; place < order.length - 1; place++) {
      for (int s = 0; s < SWAPS; s++) {
        swap(place, bestPlace(place));
      }
    }
  }

  /** Returns the best of a few places to change with, or the place itself if none is better. */
  private int bestPlace(int place) {
    int best = place;
    float least = 0;
    for (int p = 0; p < PLACES; p++) {
      int other = random.nextInt(order.length - 1);
      // The link between two neighbours would count twice.
      if (Math.abs(place - other) > 1) {
        byte mine = stretches[place];
        byte theirs = stretches[other];
        float before = alike(place, mine) + alike(other, theirs);
        float change = alike(place, theirs) + alike(other, mine) - before;
        if (change < least) {
          best = other;
          least = change;
        }
      }
    }
    return best;
  }

  private void swap(int place, int other) {
    int context = order[place];
    order[place] = order[other];
    order[other] = context;
    byte stretch = stretches[place];
    stretches[place] = stretches[other];
    stretches[other] = stretch;
  }

  /** Returns how alike a context of a stretch would be to those before and after a place. */
  private float alike(int place, byte stretch) {
    float[] row = alike[stretch];
    return (place > 0 ? row[stretches[place - 1]] : 0) + row[stretches[place + 1]];
  }
}
