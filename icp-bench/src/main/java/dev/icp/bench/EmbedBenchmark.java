package dev.icp.bench;

import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Embedding a whole corpus with the default embedder. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EmbedBenchmark {
  /** Documents in the corpus. */
  @Param("10000")
  public int documents;

  /** Threads that embed. */
  @Param({"1", "2"})
  public int threads;

  private List<String> texts = List.of();

  /** Makes the corpus. */
  @Setup
  public void makeCorpus() {
    texts = MadeCorpus.of(documents, 1).texts();
  }

  /** Embeds it. */
  @Benchmark
  public int embed() {
    try (StageResources resources = StageResources.open(threads, 1);
        SparseVectors vectors = Embedding.lexical(texts, resources)) {
      return vectors.size();
    }
  }
}
