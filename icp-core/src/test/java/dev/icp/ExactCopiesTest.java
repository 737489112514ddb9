package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is embedded once, however many documents have it, and nothing else is different. */
class ExactCopiesTest {
  private static final int SIZE = 3000;
  private static final int DIMENSION = 8;

  /** A third are copies, near by and far away; some are long, some empty. */
  private static final List<String> TEXTS = texts();

  private static final int DISTINCT = new HashSet<>(TEXTS).size();

  @TempDir private Path folder;

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private int failAfter = Integer.MAX_VALUE;

  private static List<String> texts() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      String text =
          switch (random.nextInt(6)) {
            case 0, 1 -> texts.isEmpty() ? "" : texts.get(random.nextInt(texts.size()));
            case 2 -> "topic " + i % 50 + " with " + "many ".repeat(random.nextInt(40)) + i;
            default -> "topic " + i % 50 + " and " + i;
          };
      texts.add(i % 1000 == 77 ? "long " + i % 2000 + " text".repeat(15_000) : text);
    }
    return texts;
  }

  private float[][] vectors(List<String> texts) {
    asked.addAll(texts);
    if (asked.size() > failAfter) {
      throw new IllegalStateException("the service is down");
    }
    float[][] vectors = new float[texts.size()][DIMENSION];
    for (int i = 0; i < vectors.length; i++) {
      SplittableRandom random = new SplittableRandom(texts.get(i).hashCode());
      for (int d = 0; d < DIMENSION; d++) {
        vectors[i][d] = (float) random.nextDouble(-1, 1);
      }
    }
    return vectors;
  }

  private Embedder<DenseVectors> embedder() {
    return Embedder.of("counting", DIMENSION, this::vectors);
  }

  private ContextBuilder builder(Embedder<DenseVectors> embedder) {
    return ContextBuilder.ofTexts(TEXTS).neighbours(embedder, NeighbourIndexes.exact(), 10);
  }

  private static List<PackedContext> contexts(ContextBuilder builder) {
    try (PackedContexts contexts = builder.pack(2048)) {
      assertThat(contexts.report().duplicates().exactCopies()).isEqualTo(SIZE - DISTINCT);
      return contexts.stream().toList();
    }
  }

  /** Knows nothing of copies. */
  private record Unaware(Embedder<DenseVectors> embedder) implements Embedder<DenseVectors> {
    @Override
    public EmbeddingSession<DenseVectors> open(StageContext context) {
      EmbeddingSession<DenseVectors> session = embedder.open(context);
      return new EmbeddingSession<>() {
        @Override
        public void add(int firstOrdinal, List<String> texts) {
          session.add(firstOrdinal, texts);
        }

        @Override
        public DenseVectors finish() {
          return session.finish();
        }

        @Override
        public void close() {
          session.close();
        }
      };
    }

    @Override
    public String fingerprint() {
      return embedder.fingerprint();
    }
  }

  @ParameterizedTest
  @CsvSource({"keep,1", "keep,2", "drop:0.95,2", "separate:0.95,2"})
  void eachTextIsEmbeddedOnceAndTheContextsAreTheSame(String policy, int threads) {
    NearDuplicates nearDuplicates =
        switch (policy) {
          case "drop:0.95" -> NearDuplicates.drop(0.95);
          case "separate:0.95" -> NearDuplicates.separate(0.95);
          default -> NearDuplicates.keep();
        };
    List<PackedContext> expected =
        contexts(builder(new Unaware(embedder())).nearDuplicates(nearDuplicates));
    assertThat(asked).hasSize(SIZE);
    asked.clear();
    assertThat(contexts(builder(embedder()).nearDuplicates(nearDuplicates).threads(threads)))
        .isEqualTo(expected);
    assertThat(asked).hasSize(DISTINCT).doesNotHaveDuplicates();
  }

  @Test
  void withoutMemoryBudget() {
    List<PackedContext> expected = contexts(builder(embedder()));
    assertThat(contexts(builder(embedder()).memoryBudget(0))).isEqualTo(expected);
  }

  @Test
  void aRunThatFailedGoesOnAndASecondOneAsksForNothing() {
    List<PackedContext> expected = contexts(builder(embedder()));
    asked.clear();
    failAfter = DISTINCT / 2;
    assertThatIllegalStateException()
        .isThrownBy(() -> contexts(builder(embedder()).workDirectory(folder).threads(1)))
        .withMessage("the service is down");
    failAfter = Integer.MAX_VALUE;
    asked.clear();
    assertThat(contexts(builder(embedder()).workDirectory(folder))).isEqualTo(expected);
    assertThat(asked).hasSizeBetween(1, DISTINCT - 1).doesNotHaveDuplicates();
    asked.clear();
    assertThat(contexts(builder(embedder()).workDirectory(folder))).isEqualTo(expected);
    assertThat(asked).isEmpty();
  }

  /** As runs did before copies were looked for, and will with an embedder that is not told. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasKeptOfAllTextsIsNotTakenForWhatIsKeptOfSome(boolean unawareFirst) {
    List<PackedContext> expected = contexts(builder(embedder()));
    for (int run = 0; run < 2; run++) {
      boolean unaware = unawareFirst == (run == 0);
      Embedder<DenseVectors> embedder = unaware ? new Unaware(embedder()) : embedder();
      asked.clear();
      assertThat(contexts(builder(embedder).workDirectory(folder))).isEqualTo(expected);
      assertThat(asked).isNotEmpty();
    }
  }

  /** A block of which no text has changed must be made anew all the same. */
  @Test
  void aCopyWhoseOriginalIsGoneIsEmbedded() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 2048; i++) {
      texts.add("text " + (i == 1500 ? 3 : i));
    }
    pack(texts);
    assertThat(asked).hasSize(2047);
    asked.clear();
    texts.set(3, "something else");
    List<PackedContext> contexts = pack(texts);
    assertThat(asked).hasSize(2048).contains("text 3");
    try (PackedContexts expected =
        ContextBuilder.ofTexts(texts)
            .neighbours(embedder(), NeighbourIndexes.exact(), 10)
            .pack(2048)) {
      assertThat(expected.stream()).isEqualTo(contexts);
    }
  }

  private List<PackedContext> pack(List<String> texts) {
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(texts)
            .neighbours(embedder(), NeighbourIndexes.exact(), 10)
            .workDirectory(folder)
            .pack(2048)) {
      return contexts.stream().toList();
    }
  }

  @Test
  void bytesCountAndNothingLess() {
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(List.of("a b", "A b", "a b ", "é", "e\u0301", "a b", "", "", "é"))
            .pack(100)) {
      assertThat(contexts.report().duplicates().exactCopies()).isEqualTo(3);
    }
  }
}
