package dev.icp.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZipfExponentTest {
  @Test
  void zeta() {
    assertThat(ZipfExponent.zeta(2)).isCloseTo(Math.PI * Math.PI / 6, within(1e-10));
    assertThat(ZipfExponent.zeta(4)).isCloseTo(Math.pow(Math.PI, 4) / 90, within(1e-10));
    assertThat(ZipfExponent.zeta(1.01)).isCloseTo(100.5779433384968, within(1e-8));
  }

  /** The likelihood of all exponents from 1.01 to 10 in steps of a thousandth. */
  @Test
  void isTheMostLikely() {
    for (double mean : new double[] {0, 0.01, 0.2, 0.7, 1.3, 3, 20, 200}) {
      double best =
          IntStream.rangeClosed(1010, 10_000)
              .mapToObj(s -> s / 1000.0)
              .min(
                  (a, b) ->
                      Double.compare(Math.log(sum(a)) + a * mean, Math.log(sum(b)) + b * mean))
              .orElseThrow();
      assertThat(ZipfExponent.of(mean)).as("mean %s", mean).isCloseTo(best, within(0.0011));
    }
  }

  /** By its definition, the rest by the integral. */
  private static double sum(double s) {
    int terms = 2000;
    return DoubleStream.iterate(1, k -> k <= terms, k -> k + 1).map(k -> Math.pow(k, -s)).sum()
        + Math.pow(terms + 0.5, 1 - s) / (s - 1);
  }

  /**
   * What SciPy 1.17.1 finds as the authors' script calls it: zipf.pmf, minimize_scalar, bounded.
   */
  @Test
  void asTheAuthorsScript() {
    int[] counts = {120, 61, 33, 20, 12, 9, 5, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1};
    double mean = IntStream.of(counts).mapToDouble(Math::log).average().orElseThrow();
    assertThat(ZipfExponent.of(mean)).isCloseTo(1.504985, within(1e-4));
  }
}
