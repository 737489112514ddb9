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
 * <p>How alike two contexts are is estimated in two ways that are added: by a few documents of
 * each, which sees two contexts of one topic but little else, and by the stretches of the path that
 * they come from, each pair of which is sampled beforehand.
 */
public final class ShuffleRepair {
  /** How many random places a context tries. */
  private static final int TRIES = 4;

  /** From how many places each of them is chosen by the stretches alone, which costs little. */
  private static final int PLACES = 8;

  /** By how many documents a context is represented. */
  private static final int SAMPLE = 4;

  private static final int STRETCHES = 64;
  private static final int PAIRS = 100;

  private final int[] order;
  private final Vectors vectors;
  private final SplittableRandom random;
  private final int[] samples;
  private final float[][] stretches;

  private ShuffleRepair(ContextLayout layout, int[] order, Vectors vectors, long seed) {
    this.order = order;
    this.vectors = vectors;
    random = Shuffle.random(seed, "shuffle repair");
    samples = new int[order.length * SAMPLE];
    for (int context = 0; context < order.length; context++) {
      int first = layout.firstStart(context);
      int count = layout.firstStart(context + 1L) - first;
      for (int s = 0; s < SAMPLE; s++) {
        int piece = count > 0 ? first + random.nextInt(count) : layout.firstPiece(context);
        samples[context * SAMPLE + s] = layout.document(Math.min(piece, layout.pieces() - 1));
      }
    }
    stretches = new float[STRETCHES][STRETCHES];
    for (int one = 0; one < STRETCHES; one++) {
      for (int other = 0; other <= one; other++) {
        for (int p = 0; p < PAIRS; p++) {
          stretches[one][other] += vectors.cosine(anyOf(one), anyOf(other)) / PAIRS;
        }
        stretches[other][one] = stretches[one][other];
      }
    }
  }

  private int anyOf(int stretch) {
    long from = (long) samples.length * stretch / STRETCHES;
    long to = (long) samples.length * (stretch + 1) / STRETCHES;
    return samples[(int) (to > from ? random.nextLong(from, to) : from)];
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
      for (int t = 0; t < TRIES; t++) {
        int other = choosePlace(place);
        double before = alike(place) + alike(other);
        swap(place, other);
        if (alike(place) + alike(other) >= before) {
          swap(place, other);
        }
      }
    }
  }

  private int choosePlace(int place) {
    int best = place;
    double least = 0;
    for (int p = 0; p < PLACES; p++) {
      int other = random.nextInt(order.length - 1);
      // The link between two neighbours would count twice.
      if (Math.abs(place - other) > 1) {
        double before = stretchesAlike(place) + stretchesAlike(other);
        swap(place, other);
        double change = stretchesAlike(place) + stretchesAlike(other) - before;
        swap(place, other);
        if (best == place || change < least) {
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
  }

  /** Returns how alike the context at a place is to those before and after it. */
  private double alike(int place) {
    double sum = stretchesAlike(place);
    for (int next = Math.max(1, place); next <= place + 1; next++) {
      for (int s = 0; s < SAMPLE; s++) {
        int one = samples[order[next - 1] * SAMPLE + s];
        sum += (double) vectors.cosine(one, samples[order[next] * SAMPLE + s]) / SAMPLE;
      }
    }
    return sum;
  }

  private double stretchesAlike(int place) {
    float[] row = stretches[stretch(place)];
    return (place > 0 ? row[stretch(place - 1)] : 0) + row[stretch(place + 1)];
  }

  private int stretch(int place) {
    return (int) ((long) order[place] * STRETCHES / order.length);
  }
}
