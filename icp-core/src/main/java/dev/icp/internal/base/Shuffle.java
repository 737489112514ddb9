package dev.icp.internal.base;

import it.unimi.dsi.fastutil.HashCommon;
import java.util.SplittableRandom;

/** Randomness that is the same for the same seed, on every JVM. */
public final class Shuffle {
  private Shuffle() {}

  /** Returns a generator for one purpose, so that two purposes with one seed do not correlate. */
  public static SplittableRandom random(long seed, String purpose) {
    // Unmixed, neighbouring seeds could give the same numbers, one place further on.
    return new SplittableRandom(HashCommon.murmurHash3(seed) + purpose.hashCode());
  }

  /** Returns a random permutation of 0 … n − 1 (Fisher and Yates). */
  public static int[] permutation(int n, long seed, String purpose) {
    SplittableRandom random = random(seed, purpose);
    int[] permutation = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    return permutation;
  }
}
