package dev.icp.internal.report;

/**
 * The exponent s of the zeta distribution, P(x) = x^−s / ζ(s), that counts most likely come from,
 * between 1.01 and 10: how Bm25Chunk's authors measure burstiness (yuzhaouoe's
 * pretraining-data-packing, analysis/burstiness.py, which fits SciPy's {@code zipf} to the counts
 * of a context's different tokens). The lower, the more often some tokens come again.
 */
public final class ZipfExponent {
  private static final double LEAST = 1.01;
  private static final double MOST = 10;
  private static final double PRECISION = 1e-6;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** From here on the sum of ζ is taken for an integral. */
  private static final int TERMS = 16;

  private ZipfExponent() {}

  /**
   * Returns the exponent.
   *
   * @param meanLogarithm the mean of the counts' natural logarithms, on which alone it depends
   */
  public static double of(double meanLogarithm) {
    // Of a function that is convex the minimum lies between the two that are lower.
    double low = LEAST;
    double high = MOST;
    while (high - low > PRECISION) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (unlikelihood(left, meanLogarithm) < unlikelihood(right, meanLogarithm)) {
        high = right;
      } else {
        low = left;
      }
    }
    return (low + high) / 2;
  }

  private static double unlikelihood(double s, double meanLogarithm) {
    return Math.log(zeta(s)) + s * meanLogarithm;
  }

  /** Riemann's zeta function of s above 1, by Euler and Maclaurin; exact to about 1e-10. */
  static double zeta(double s) {
    double sum = 0;
    for (int k = 1; k < TERMS; k++) {
      sum += Math.pow(k, -s);
    }
    double last = Math.pow(TERMS, -s);
    sum += last * TERMS / (s - 1) + last / 2;
    sum += s * last / TERMS / 12;
    sum -= s * (s + 1) * (s + 2) * last / ((double) TERMS * TERMS * TERMS) / 720;
    return sum;
  }
}
