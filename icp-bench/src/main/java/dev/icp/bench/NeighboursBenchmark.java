package dev.icp.bench;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import java.util.Objects;
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

/** Finding the neighbours of all documents, and how many of the true ones are found. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class NeighboursBenchmark {
  /** Documents in the corpus. */
  @Param("10000")
  public int documents;

  /** Floats in a vector, for indexes over dense ones. */
  @Param("256")
  public int dimension;

  /** Neighbours of each document. */
  @Param("20")
  public int k;

  /** Threads that search. */
  @Param("2")
  public int threads;

  /** The index. */
  @Param public IndexKind index = IndexKind.INVERTED;

  private IndexKind.@Nullable Work work;
  private @Nullable Recall recall;

  /** Makes the vectors, and finds the true neighbours of some documents. */
  @Setup
  public void makeVectors() {
    try (StageResources resources = StageResources.open(threads, 1)) {
      work =
          index.prepare(
              Embedding.lexical(MadeCorpus.of(documents, 1).texts(), resources), dimension);
    }
    recall = Recall.of(work.vectors(), k);
  }

  /** Finds all neighbours. */
  @Benchmark
  public NeighbourGraph neighbours(Quality quality) {
    try (StageResources resources = StageResources.open(threads, 1)) {
      NeighbourGraph graph = Objects.requireNonNull(work).neighbours(k, resources);
      quality.recall = Objects.requireNonNull(recall);
      quality.graph = graph;
      return graph;
    }
  }

  /** Reported beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Quality extends IterationMean {
    private @Nullable Recall recall;
    private @Nullable NeighbourGraph graph;

    /** Returns the recall of the last graph; asked for when the clock has stopped. */
    public double recall() {
      return recall == null || graph == null ? Double.NaN : part(recall.of(graph));
    }
  }
}
