package dev.icp.internal.base;

import java.util.SplittableRandom;

/** Randomness that is the same for the same seed, on every JVM. */
public final class Shuffle {
  private Shuffle() {}

  /** Returns a generator for one purpose, so that two purposes with one seed do not correlate. */
  public static SplittableRandom random(long seed, String purpose) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + purpose.hashCode());
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
