package dev.icp.bench;

import dev.icp.Boundary;
import dev.icp.ContextOrderers;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
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

/** Putting all documents in order, and how related those are that come to stand side by side. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OrderBenchmark {
  /** Documents in the corpus. */
  @Param("10000")
  public int documents;

  /** Tokens (bytes) in a context. */
  @Param("8192")
  public int contextLength;

  /** Threads that may be used. */
  @Param("2")
  public int threads;

  /** The order: a name that {@link ContextOrderers#byName} knows. */
  @Param({"paper", "cohesive", "random"})
  public String order = "paper";

  private @Nullable RelatedCorpus corpus;
  private int[] tokenCounts = {};
  private ContextOrderer orderer = ContextOrderers.input();

  /** Makes the corpus and its neighbour graph. */
  @Setup
  public void makeGraph() {
    corpus = RelatedCorpus.of(documents);
    tokenCounts = corpus.tokenCounts();
    orderer = ContextOrderers.byName(order);
  }

  /** Puts the documents in order. */
  @Benchmark
  public DocumentOrder order(Quality quality) {
    RelatedCorpus related = Objects.requireNonNull(corpus);
    try (StageResources resources = StageResources.open(threads, 1)) {
      OrderingProblem problem =
          new OrderingProblem(
              related.graph(), tokenCounts, contextLength, 1, Boundary.SPLIT, resources);
      DocumentOrder result = orderer.order(problem);
      quality.corpus = related;
      quality.order = result;
      return result;
    }
  }

  /** Reported beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Quality extends IterationMean {
    private @Nullable RelatedCorpus corpus;
    private @Nullable DocumentOrder order;

    /** Returns the mean cosine of documents side by side; asked for when the clock has stopped. */
    public double adjacentCosine() {
      return corpus == null || order == null ? Double.NaN : part(corpus.adjacentCosine(order));
    }
  }
}
