package dev.icp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark runs once, on little, and does what it measures. */
class BenchmarksTest {
  private static final int DOCUMENTS = 300;

  @Test
  void embed() {
    EmbedBenchmark benchmark = new EmbedBenchmark();
    benchmark.documents = DOCUMENTS;
    benchmark.threads = 2;
    benchmark.makeCorpus();
    assertThat(benchmark.embed()).isEqualTo(DOCUMENTS);
  }

  @Test
  void tokenize() throws IOException {
    TokenizeBenchmark benchmark = new TokenizeBenchmark();
    benchmark.tokenizer = TokenizeBenchmark.TEST_TOKENIZERS + "bpe";
    benchmark.documents = DOCUMENTS;
    benchmark.threads = 2;
    benchmark.load();
    ProcessorTime processor = new ProcessorTime();
    assertThat(benchmark.icp(processor)).isEqualTo(benchmark.djl(processor)).isPositive();
    assertThat(processor.processorMs()).isPositive();
    benchmark.close();
  }

  /** Otherwise the two would not be measured on the same work. */
  @Test
  void modelAndBareSessionMakeTheSameVectors() throws IOException {
    ModelBenchmark benchmark = new ModelBenchmark();
    benchmark.model = ModelBenchmark.TEST_MODELS + "encoder";
    benchmark.documents = DOCUMENTS;
    benchmark.threads = 2;
    benchmark.load();
    ProcessorTime processor = new ProcessorTime();
    float[][] bare = benchmark.bare(processor);
    assertThat(benchmark.bareTokenized(processor)).isEqualTo(bare);
    try (DenseVectors vectors = benchmark.embedder(processor)) {
      float[] row = new float[vectors.dimension()];
      for (int i = 0; i < DOCUMENTS; i++) {
        vectors.read(i, 1, row, 0);
        assertThat(row).containsExactly(bare[i], within(1e-5f));
      }
    }
    benchmark.close();
  }

  @ParameterizedTest
  @EnumSource
  void neighbours(IndexKind index) {
    NeighboursBenchmark benchmark = new NeighboursBenchmark();
    benchmark.documents = DOCUMENTS;
    benchmark.dimension = 32;
    benchmark.k = 5;
    benchmark.threads = 2;
    benchmark.index = index;
    benchmark.makeVectors();
    NeighboursBenchmark.Quality quality = new NeighboursBenchmark.Quality();
    assertThat(quality.recall()).isNaN();
    NeighbourGraph graph = benchmark.neighbours(quality);
    assertThat(graph.size()).isEqualTo(DOCUMENTS);
    assertThat(quality.recall()).isBetween(0.9, 1.0);
  }

  @ParameterizedTest
  @CsvSource({"paper,0.15,1", "cohesive,0.15,1", "random,0,0.1"})
  void order(String order, double least, double most) {
    OrderBenchmark benchmark = new OrderBenchmark();
    benchmark.documents = DOCUMENTS;
    benchmark.contextLength = 1000;
    benchmark.threads = 2;
    benchmark.order = order;
    benchmark.makeGraph();
    OrderBenchmark.Quality quality = new OrderBenchmark.Quality();
    assertThat(quality.adjacentCosine()).isNaN();
    assertThat(benchmark.order(quality).size()).isEqualTo(DOCUMENTS);
    assertThat(quality.adjacentCosine()).isBetween(least, most);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000_000})
  void pack(long memoryBudget) {
    PackBenchmark benchmark = new PackBenchmark();
    benchmark.documents = DOCUMENTS;
    benchmark.contextLength = 1000;
    benchmark.memoryBudget = memoryBudget;
    benchmark.order();
    try {
      long bytes = MadeCorpus.of(DOCUMENTS, 1).texts().stream().mapToInt(String::length).sum();
      assertThat(benchmark.pack()).isEqualTo(bytes + DOCUMENTS);
    } finally {
      benchmark.close();
    }
  }

  @Test
  void kernel() {
    KernelBenchmark benchmark = new KernelBenchmark();
    benchmark.dimension = 48;
    benchmark.makeVectors();
    KernelBenchmark.Work work = new KernelBenchmark.Work();
    long pairs = (long) KernelBenchmark.ROWS * benchmark.width();
    assertThat(benchmark.score(work)).isBetween(pairs / 2000, pairs / 400);
    assertThat(work.gigaflop).isCloseTo(pairs * 48 * 2e-9, within(1e-9));
  }
}
