package dev.icp.bench;

import dev.icp.models.DjlEmbedder;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

/**
 * Embedding a corpus with a sentence-embedding model: with this library, and with nothing but the
 * engine on the same batches.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ModelBenchmark {
  static final String TEST_MODELS = "../icp-models/src/test/resources/dev/icp/models/";

  private static final int TOGETHER = 64;

  /** Folder of the model: another one by {@code icp-models/src/test/scripts/make_encoders.py}. */
  @Param(TEST_MODELS + "encoder")
  public String model = "";

  /** Documents in the corpus. */
  @Param("2048")
  public int documents;

  /** Batches that go through the model at once. */
  @Param("2")
  public int threads;

  private List<String> texts = List.of();
  private @Nullable DjlEmbedder embedder;
  private @Nullable BareSession session;
  private List<long[]> tokens = List.of();

  /** Makes the corpus and loads the model twice. */
  @Setup
  public void load() throws IOException {
    texts = MadeCorpus.of(documents, 1).texts();
    embedder = DjlEmbedder.load(Path.of(model));
    session = new BareSession(Path.of(model));
    tokens = texts.stream().map(session::ids).toList();
  }

  /** Frees the models. */
  @TearDown
  public void close() {
    Objects.requireNonNull(embedder).close();
    Objects.requireNonNull(session).close();
  }

  /** Embeds with this library, from texts to rows. */
  @Benchmark
  public DenseVectors embedder(ProcessorTime processor) {
    Clock clock = Clock.start();
    try (StageResources resources = StageResources.open(threads, 1);
        EmbeddingSession<DenseVectors> open = Objects.requireNonNull(embedder).open(resources)) {
      resources.forEach(
          Math.ceilDiv(texts.size(), TOGETHER),
          part -> {
            int from = part * TOGETHER;
            open.add(from, texts.subList(from, Math.min(texts.size(), from + TOGETHER)));
          });
      DenseVectors vectors = open.finish();
      processor.took(clock);
      return vectors;
    }
  }

  /** Embeds with the tokenizer's library and the engine. */
  @Benchmark
  public float[][] bare(ProcessorTime processor) {
    BareSession open = Objects.requireNonNull(session);
    Clock clock = Clock.start();
    try (StageResources resources = StageResources.open(threads, 1)) {
      long[][] ids = new long[texts.size()][];
      resources.forEach(ids.length, i -> ids[i] = open.ids(texts.get(i)));
      float[][] vectors = open.vectors(List.of(ids), resources);
      processor.took(clock);
      return vectors;
    }
  }

  /** Runs the engine alone, on texts that were tokenized beforehand. */
  @Benchmark
  public float[][] bareTokenized(ProcessorTime processor) {
    Clock clock = Clock.start();
    try (StageResources resources = StageResources.open(threads, 1)) {
      float[][] vectors = Objects.requireNonNull(session).vectors(tokens, resources);
      processor.took(clock);
      return vectors;
    }
  }
}
