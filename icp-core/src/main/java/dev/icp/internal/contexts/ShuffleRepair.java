package dev.icp.internal.contexts;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.Vectors;
import java.util.SplittableRandom;

/**
 * Parts contexts that a shuffle has put side by side though they are alike. A shuffle makes
 * neighbours independent, but independent is not unlike: related long documents fill many contexts,
 * and any two of those are more alike than two random documents. Where two neighbours are more
 * alike than that, one of them tries to change places with a few others, drawn at random, and does
 * if that makes the neighbours on both sides less alike altogether. Everything else stays as it was
 * shuffled, so contexts that are not neighbours are as good as independent still.
 */
public final class ShuffleRepair {
  /** How many random places a context tries. */
  private static final int TRIES = 2;

  /** By how many documents a context is represented. */
  private static final int SAMPLE = 2;

  /** On how many random pairs it is measured how alike documents are by chance. */
  private static final int PAIRS = 20_000;

  private final int[] order;
  private final Vectors vectors;
  private final SplittableRandom random;
  private final int[] samples;
  private final double chance;

  private ShuffleRepair(ContextLayout layout, int[] order, Vectors vectors, long seed) {
    this.order = order;
    this.vectors = vectors;
    random = Shuffle.random(seed, "shuffle repair");
    samples = new int[order.length * SAMPLE];
    for (int context = 0; context < order.length; context++) {
      int first = layout.firstStart(context);
      int count = layout.firstStart(context + 1L) - first;
      for (int s = 0; s < SAMPLE; s++) {
        int place = count > 0 ? first + random.nextInt(count) : layout.firstPlace(context);
        samples[context * SAMPLE + s] = layout.document(place);
      }
    }
    chance = chance();
  }

  private double chance() {
    int n = vectors.size();
    double sum = 0;
    for (int i = 0; i < PAIRS && n > 1; i++) {
      int one = random.nextInt(n);
      sum += vectors.cosine(one, (one + 1 + random.nextInt(n - 1)) % n);
    }
    return sum / PAIRS;
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
    int movable = order.length - 1;
    for (int i = 1; i < movable; i++) {
      for (int t = 0; t < TRIES && excess(i) > 0; t++) {
        int j = random.nextInt(movable);
        if (Math.abs(i - j) < 2) {
          continue;
        }
        double before = around(i) + around(j);
        swap(i, j);
        if (around(i) + around(j) >= before) {
          swap(i, j);
        }
      }
    }
  }

  private void swap(int i, int j) {
    int context = order[i];
    order[i] = order[j];
    order[j] = context;
  }

  private double around(int place) {
    return excess(place) + excess(place + 1);
  }

  /** Returns by how much the context at a place and the one before are more alike than chance. */
  private double excess(int place) {
    if (place == 0) {
      return 0;
    }
    double sum = 0;
    for (int s = 0; s < SAMPLE; s++) {
      sum +=
          vectors.cosine(
              samples[order[place - 1] * SAMPLE + s], samples[order[place] * SAMPLE + s]);
    }
    return Math.max(0, sum / SAMPLE - chance);
  }
}
