package dev.icp.bench;

import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.kernel.BlockKernel.Columns;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Dot products of dense vectors by the kernel that this JVM gets: the plain one without {@code
 * --add-modules jdk.incubator.vector}. An operation is a block of rows against a block of columns.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class KernelBenchmark {
  static final int ROWS = 256;

  /** Of a thousand random products one or two are above so many times their deviation. */
  private static final double DEVIATIONS = 3;

  /** Floats in a vector. */
  @Param("256")
  public int dimension;

  private final BlockKernel kernel = BlockKernel.best();
  private @Nullable Columns columns;
  private float[] rows = new float[0];
  private float[] scores = new float[0];
  private float[] thresholds = new float[0];
  private int[] hits = new int[0];

  /** Draws rows and columns. */
  @Setup
  public void makeVectors() {
    int width = kernel.columns(dimension);
    rows = random(ROWS, 1);
    columns = kernel.newColumns(dimension, width);
    columns.fill(random(width, 2), 0, width);
    scores = new float[BlockKernel.ROWS * columns.stride()];
    thresholds = new float[width];
    Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
    hits = new int[width];
  }

  private float[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Returns how many columns a row is compared with. */
  int width() {
    return Objects.requireNonNull(columns).count();
  }

  /** Computes the products of all rows with all columns, and counts the high ones. */
  @Benchmark
  public long score(Work work) {
    Columns all = Objects.requireNonNull(columns);
    float threshold = (float) (DEVIATIONS * Math.sqrt(dimension));
    long found = 0;
    for (int r = 0; r < ROWS; r += BlockKernel.ROWS) {
      kernel.score(rows, r * dimension, all, scores);
      for (int i = 0; i < BlockKernel.ROWS; i++) {
        found += kernel.select(scores, i * all.stride(), all.count(), threshold, thresholds, hits);
      }
    }
    work.gigaflop += 2e-9 * ROWS * all.count() * dimension;
    return found;
  }

  /** Reported beside the operations, by the second as well. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Work {
    /** Additions and multiplications, in thousands of millions. */
    public double gigaflop;
  }
}
