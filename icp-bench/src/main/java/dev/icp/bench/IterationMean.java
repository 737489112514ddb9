package dev.icp.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * A figure that JMH reports beside the time. JMH adds up what each iteration gives, so that each
 * has to give its part of the mean.
 */
public abstract class IterationMean {
  private int iterations = 1;

  /** Counts how many figures JMH will add up. */
  @Setup(Level.Iteration)
  public void countIterations(BenchmarkParams benchmark, IterationParams iteration) {
    iterations = iteration.getCount() * Math.max(1, benchmark.getForks());
  }

  /** Returns what this iteration adds to the mean. */
  final double part(double figure) {
    return figure / iterations;
  }
}
