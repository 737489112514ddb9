package dev.icp.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.spi.StageResources;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
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

/** Tokenizing a corpus with a tokenizer.json: this library, and the one that it calls. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TokenizeBenchmark {
  static final String TEST_TOKENIZERS = "../icp-lucene/src/test/resources/dev/icp/lucene/";

  /** Folder of the tokenizer. */
  @Param(TEST_TOKENIZERS + "bpe")
  public String tokenizer = "";

  /** Documents in the corpus. */
  @Param("3000")
  public int documents;

  /** Threads that tokenize. */
  @Param({"1", "2"})
  public int threads;

  private List<String> texts = List.of();
  private @Nullable Tokenizer ours;
  private @Nullable HuggingFaceTokenizer direct;

  /** Makes the corpus and loads the tokenizer twice. */
  @Setup
  public void load() throws IOException {
    texts = MadeCorpus.of(documents, 1).texts();
    ours = HuggingFaceTokenizers.load(Path.of(tokenizer));
    direct =
        HuggingFaceTokenizer.newInstance(
            Path.of(tokenizer, "tokenizer.json"),
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
  }

  /** Frees the memory of the tokenizer that no one else frees. */
  @TearDown
  public void close() {
    Objects.requireNonNull(direct).close();
  }

  /** Tokenizes with this library; returns how many tokens there are. */
  @Benchmark
  public long icp(ProcessorTime processor) {
    Tokenizer tokenizing = Objects.requireNonNull(ours);
    return tokens(text -> tokenizing.encode(text).length, processor);
  }

  /** Tokenizes with DJL's own calls. */
  @Benchmark
  public long djl(ProcessorTime processor) {
    HuggingFaceTokenizer tokenizing = Objects.requireNonNull(direct);
    return tokens(text -> tokenizing.encode(text).getIds().length, processor);
  }

  private long tokens(ToIntFunction<String> count, ProcessorTime processor) {
    LongAdder sum = new LongAdder();
    Clock clock = Clock.start();
    try (StageResources resources = StageResources.open(threads, 1)) {
      resources.forEach(texts.size(), i -> sum.add(count.applyAsInt(texts.get(i))));
    }
    processor.took(clock);
    return sum.sum();
  }
}
