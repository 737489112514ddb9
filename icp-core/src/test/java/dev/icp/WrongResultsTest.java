package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of others that do not fit are refused, not packed. */
class WrongResultsTest {
  private static ContextBuilder builder() {
    return ContextBuilder.ofTexts(List.of("one text", "two texts", "three texts")).threads(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void ordersThatAreNotComplete(int places) {
    ContextBuilder builder =
        builder().orderer(problem -> DocumentOrder.of(IntStream.range(0, places).toArray()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(64))
        .withMessage("the orderer returned " + places + " places for 3 documents");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void ordersOfUnknownDocuments(int document) {
    ContextBuilder builder =
        builder().orderer(problem -> DocumentOrder.repeating(new int[] {0, document}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(64))
        .withMessage("the orderer returned document " + document + " of 3");
  }

  /** A smaller graph would silently lose documents. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void graphsOfAnotherSize(int size) {
    NeighbourGraph graph = NeighbourGraph.builder(size, 1).build();
    ContextBuilder builder = builder().neighbours(Embedders.lexical(), returning(graph), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(64))
        .withMessage(
            "the neighbour index returned a graph of " + size + " documents for 3 vectors");
  }

  @Test
  void vectorsOfAnotherSize() {
    AtomicInteger closed = new AtomicInteger();
    DenseVectors two =
        new DenseVectors() {
          @Override
          public int size() {
            return 2;
          }

          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public void read(int first, int count, float[] target, int offset) {
            throw new IllegalStateException("there is no use in reading these");
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    ContextBuilder builder = builder().neighbours(new Returning(two), NeighbourIndexes.exact(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(64))
        .withMessage("vectors: 2 rows for 3 documents");
    assertThat(closed).hasValue(1);
  }

  @Test
  void vectorsWithoutADimension() {
    ContextBuilder builder =
        builder().vectors(new Dimensionless(), NeighbourIndexes.blocked(0.95), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(64))
        .withMessage("vectors: dimension 0, expected 1 or more");
  }

  /** Whether the graph is given or comes from an index. */
  @ParameterizedTest
  @CsvSource({
    "3, 1, 0.9, 0.8, 'neighbour 3, expected another of 3'",
    "-1, 1, 0.9, 0.8, 'neighbour -1, expected another of 3'",
    "0, 1, 0.9, 0.8, 'neighbour 0, expected another of 3'",
    "2, 2, 0.9, 0.8, neighbour 2 twice",
    "1, 2, 0.8, 0.9, cosine 0.9 after 0.8 at rank 1",
    "1, 2, NaN, 0.8, cosine NaN at rank 0",
    "1, 2, 0.9, NaN, cosine NaN after 0.9 at rank 1",
    "1, 2, 1.5, 0.9, 'cosine 1.5 at rank 0, expected -1 to 1'",
    "1, 2, 0.9, -3, 'cosine -3.0 at rank 1, expected -1 to 1'",
  })
  void graphsOfListsThatAreNone(int first, int second, float a, float b, String problem) {
    NeighbourGraph graph = new OneList(2, new int[] {first, second}, new float[] {a, b});
    for (ContextBuilder builder :
        List.of(
            builder().graph(graph),
            builder().neighbours(Embedders.lexical(), returning(graph), 2))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.orderer(ContextOrderers.input()).pack(64))
          .withMessage("graph: document 0: " + problem);
    }
  }

  @Test
  void graphOfAListThatIsTooLong() {
    NeighbourGraph graph = new OneList(1, new int[] {1, 2}, new float[] {0.9f, 0.8f});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().graph(graph).pack(64))
        .withMessage("graph: document 0: 2 neighbours, expected 0 to 1");
  }

  @Test
  void graphOfListsThatAreRight() {
    NeighbourGraph graph = new OneList(2, new int[] {2, 1}, new float[] {0.9f, 0.9f});
    try (PackedContexts contexts = builder().graph(graph).pack(64)) {
      assertThat(contexts.report().order().documents()).isEqualTo(3);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // What others wrote may be without its checks.
  void nothingAtAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().orderer(problem -> null).pack(64))
        .withMessage("the orderer returned null for its order");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().neighbours(Embedders.lexical(), returning(null), 1).pack(64))
        .withMessage("the neighbour index returned null for its graph");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder().neighbours(new Returning(null), NeighbourIndexes.exact(), 1).pack(64))
        .withMessage("the embedder returned null for its vectors");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                builder()
                    .neighbours(Embedder.of(2, texts -> null), NeighbourIndexes.exact(), 1)
                    .pack(64))
        .withMessage("documents 0 to 2: the embedder returned null, not vectors for 3 texts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().tokenizer(new OneToken(null, 0)).pack(64))
        .withMessage("document 0: the tokenizer returned null for its tokens");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10})
  void separatorsOutsideTheVocabulary(int separator) {
    ContextBuilder builder = builder().tokenizer(new OneToken(new int[] {1}, separator));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(64))
        .withMessage(
            "the tokenizer's separator is token " + separator + ", its vocabularySize() is 10");
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record OneToken(int @Nullable [] tokens, int separatorToken) implements Tokenizer {
    @Override
    @SuppressWarnings("NullAway") // To see what becomes of it.
    public int[] encode(String text) {
      return tokens;
    }

    @Override
    public String decode(int[] ids) {
      return "";
    }

    @Override
    public int vocabularySize() {
      return 10;
    }

    @Override
    public OptionalInt separator() {
      return OptionalInt.of(separatorToken);
    }

    @Override
    public String fingerprint() {
      return "always the same";
    }
  }

  /** The graph of three documents, of which only the first has neighbours. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record OneList(int k, int[] neighbours, float[] cosines) implements NeighbourGraph {
    @Override
    public int size() {
      return 3;
    }

    @Override
    public int degree(int ordinal) {
      return ordinal == 0 ? neighbours.length : 0;
    }

    @Override
    public int neighbour(int ordinal, int rank) {
      return neighbours[rank];
    }

    @Override
    public float cosine(int ordinal, int rank) {
      return cosines[rank];
    }
  }

  private record Dimensionless() implements DenseVectors {
    @Override
    public int size() {
      return 3;
    }

    @Override
    public int dimension() {
      return 0;
    }

    @Override
    public void read(int first, int count, float[] target, int offset) {}
  }

  private static NeighbourIndex<SparseVectors> returning(NeighbourGraph graph) {
    return new NeighbourIndex<>() {
      @Override
      public NeighbourGraph neighbours(SparseVectors vectors, int k, StageContext context) {
        return graph;
      }

      @Override
      public String fingerprint() {
        return "always the same";
      }
    };
  }

  private record Returning(DenseVectors vectors) implements Embedder<DenseVectors> {
    @Override
    public EmbeddingSession<DenseVectors> open(StageContext context) {
      return new EmbeddingSession<>() {
        @Override
        public void add(int firstOrdinal, List<String> texts) {}

        @Override
        public DenseVectors finish() {
          return vectors;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public String fingerprint() {
      return "always the same";
    }
  }
}
