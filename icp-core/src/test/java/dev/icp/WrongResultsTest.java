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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
