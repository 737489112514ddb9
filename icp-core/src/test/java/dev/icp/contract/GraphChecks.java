package dev.icp.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Vectors;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** What holds for every neighbour graph, exact or not. */
final class GraphChecks {
  private static final float TOLERANCE = 1e-5f;

  private GraphChecks() {}

  /**
   * Asserts that each list holds no more than k others, none of them twice, with their true
   * cosines, in order.
   */
  static void assertWellFormed(Vectors vectors, NeighbourGraph graph, int k) {
    assertThat(graph.size()).as("size").isEqualTo(vectors.size());
    for (int i = 0; i < graph.size(); i++) {
      assertWellFormed(vectors, graph, k, i);
    }
  }

  private static void assertWellFormed(Vectors vectors, NeighbourGraph graph, int k, int ordinal) {
    assertThat(graph.degree(ordinal))
        .as("degree of %d", ordinal)
        .isBetween(0, Math.min(k, graph.size() - 1));
    assertThat(graph.degree(ordinal)).as("degree of %d", ordinal).isLessThanOrEqualTo(graph.k());
    IntUnaryOperator neighbour = rank -> graph.neighbour(ordinal, rank);
    int[] neighbours = IntStream.range(0, graph.degree(ordinal)).map(neighbour).toArray();
    assertThat(neighbours).as("neighbours of %d", ordinal).doesNotContain(ordinal);
    assertThat(neighbours).as("neighbours of %d", ordinal).doesNotHaveDuplicates();
    for (int rank = 0; rank < neighbours.length; rank++) {
      assertThat(neighbours[rank])
          .as("neighbour %d of %d", rank, ordinal)
          .isBetween(0, graph.size() - 1);
      assertThat(graph.cosine(ordinal, rank))
          .as("cosine %d of %d", rank, ordinal)
          .isBetween(-1f, 1f)
          .isCloseTo(vectors.cosine(ordinal, neighbours[rank]), within(TOLERANCE));
      assertThat(rank == 0 || inOrder(graph, ordinal, rank - 1))
          .as("neighbours %d and %d of %d stand in order", rank - 1, rank, ordinal)
          .isTrue();
    }
  }

  /** Returns whether a neighbour may stand in front of the next one. */
  private static boolean inOrder(NeighbourGraph graph, int ordinal, int rank) {
    float cosine = graph.cosine(ordinal, rank);
    float next = graph.cosine(ordinal, rank + 1);
    return cosine > next
        || (cosine == next && graph.neighbour(ordinal, rank) < graph.neighbour(ordinal, rank + 1));
  }
}
