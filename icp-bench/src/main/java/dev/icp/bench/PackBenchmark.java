package dev.icp.bench;

import dev.icp.ContextBuilder;
import dev.icp.PackedContext;
import dev.icp.PackedContexts;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Making all contexts, once the documents are in order; their tokens lie in memory or in files. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PackBenchmark {
  /** Documents in the corpus. */
  @Param("10000")
  public int documents;

  /** Tokens (bytes) in a context. */
  @Param({"2048", "32768"})
  public int contextLength;

  /** Bytes of heap that tokens may take before they go to a file. */
  @Param({"1000000000", "0"})
  public long memoryBudget;

  private @Nullable PackedContexts contexts;

  /** Does all that comes before. */
  @Setup
  public void order() {
    RelatedCorpus corpus = RelatedCorpus.of(documents);
    contexts =
        ContextBuilder.ofTexts(corpus.texts())
            .graph(corpus.graph())
            .memoryBudget(memoryBudget)
            .pack(contextLength);
  }

  /** Makes the contexts, one at a time. */
  @Benchmark
  public long pack() {
    long tokens = 0;
    for (PackedContext context : Objects.requireNonNull(contexts)) {
      tokens += context.length();
    }
    return tokens;
  }

  /** Lets go of the tokens. */
  @TearDown
  public void close() {
    Objects.requireNonNull(contexts).close();
  }
}
