package dev.icp.internal.neighbours.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.NeighbourIndexes;
import dev.icp.contract.DenseSamples;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import org.junit.jupiter.api.Test;

class SampledRecallTest {
  private static final int SIZE = 1500;
  private static final int K = 10;

  private static double recall(NeighbourGraph graph, DenseVectors vectors, int sample, long seed) {
    try (StageResources resources = StageResources.open(2, seed)) {
      return NeighbourIndexes.sampledRecall(graph, vectors, sample, resources);
    }
  }

  private static NeighbourGraph exact(DenseVectors vectors) {
    try (StageResources resources = StageResources.open(2, 0)) {
      return NeighbourIndexes.exact().neighbours(vectors, K, resources);
    }
  }

  /** Of every list the first ones, of those of odd documents none. */
  private static NeighbourGraph firstOfEven(NeighbourGraph graph, int count) {
    NeighbourGraph.Builder part = NeighbourGraph.builder(graph.size(), graph.k());
    for (int i = 0; i < graph.size(); i += 2) {
      int[] neighbours = new int[count];
      float[] cosines = new float[count];
      for (int r = 0; r < count; r++) {
        neighbours[r] = graph.neighbour(i, r);
        cosines[r] = graph.cosine(i, r);
      }
      part.set(i, neighbours, cosines, count);
    }
    return part.build();
  }

  @Test
  void isTheShareOfTheTrueNeighbours() {
    DenseVectors vectors = DenseSamples.clustered(SIZE, 12, 30, 0.7, 1);
    NeighbourGraph graph = exact(vectors);

    assertThat(recall(graph, vectors, SIZE, 0)).isEqualTo(1);
    assertThat(recall(graph, vectors, 10 * SIZE, 0)).isEqualTo(1);
    assertThat(recall(firstOfEven(graph, 5), vectors, SIZE, 0)).isEqualTo(0.25);
    double sampled = recall(firstOfEven(graph, 5), vectors, 600, 0);
    assertThat(sampled).isBetween(0.2, 0.3).isNotEqualTo(0.25);
    assertThat(recall(firstOfEven(graph, 5), vectors, 600, 0)).isEqualTo(sampled);
    assertThat(recall(firstOfEven(graph, 5), vectors, 600, 1)).isNotEqualTo(sampled);
  }

  @Test
  void anyOfEqualNeighboursIsATrueOne() {
    float[][] rows = new float[40][];
    java.util.Arrays.setAll(rows, i -> new float[] {1, 2});
    DenseVectors vectors = DenseVectors.of(rows);
    NeighbourGraph.Builder last = NeighbourGraph.builder(40, 1);
    for (int i = 0; i < 40; i++) {
      last.set(i, new int[] {i == 39 ? 38 : 39}, new float[] {1}, 1);
    }

    assertThat(recall(last.build(), vectors, 40, 0)).isEqualTo(1);
  }

  @Test
  void aDocumentByItselfMissesNoOne() {
    DenseVectors one = DenseVectors.of(new float[][] {{1}});
    assertThat(recall(exact(one), one, 5, 0)).isEqualTo(1);
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    DenseVectors vectors = DenseSamples.clustered(5, 2, 1, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recall(exact(vectors), DenseSamples.clustered(4, 2, 1, 1, 1), 5, 0))
        .withMessage("graph: 5 documents, for 4 vectors");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recall(exact(vectors), vectors, 0, 0))
        .withMessage("sample: 0, expected 1 or more");
  }
}
