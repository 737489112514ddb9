package dev.icp.internal.neighbours.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.contract.DenseSamples;
import dev.icp.contract.ExactNeighbours;
import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.neighbours.JoinSamples;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellJoinTest {
  private static final int SIZE = 4000;
  private static final int K = 10;

  private static NeighbourGraph join(DenseVectors vectors, double recall, int threads) {
    try (StageResources resources = StageResources.open(threads, 1)) {
      return new CellJoin(recall, 0, 0, BlockKernel.best()).neighbours(vectors, K, resources);
    }
  }

  @Test
  void reachesTheRecallThatWasAskedForAndIsNotExact() {
    DenseVectors vectors = DenseSamples.clustered(SIZE, 24, 60, 0.6, 3);
    ExactNeighbours exact = ExactNeighbours.of(vectors, false);
    // The share of a sample says about how much it is of all.
    double low = exact.recall(join(vectors, 0.5, 2), K);
    double high = exact.recall(join(vectors, 0.97, 2), K);
    assertThat(low).isBetween(0.45, 0.9999);
    assertThat(high).isBetween(0.95, 1.0).isGreaterThan(low);
  }

  @Test
  void sameForAnyNumberOfThreads() {
    DenseVectors vectors = DenseSamples.clustered(SIZE, 16, 60, 0.6, 4);
    List<String> expected = JoinSamples.lists(join(vectors, 0.8, 1));
    for (int threads : new int[] {2, 4}) {
      assertThat(JoinSamples.lists(join(vectors, 0.8, threads))).isEqualTo(expected);
    }
  }

  /** Two documents can meet in two cells: neither may stand in the other's list twice. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 2})
  void everyListIsSortedAndHoldsNoOneTwice(double spread) {
    DenseVectors vectors = DenseSamples.clustered(2000, 8, 5, spread, 5);
    NeighbourGraph graph = join(vectors, 0.9, 4);
    for (int i = 0; i < graph.size(); i++) {
      Set<Integer> seen = new HashSet<>(Set.of(i));
      for (int r = 0; r < graph.degree(i); r++) {
        assertThat(seen.add(graph.neighbour(i, r))).as("%d in the list of %d", r, i).isTrue();
        assertThat(r == 0 || graph.cosine(i, r) <= graph.cosine(i, r - 1)).isTrue();
      }
      assertThat(graph.degree(i)).isLessThanOrEqualTo(K);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
  void recallsThatCannotBe(double recall) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CellJoin(recall))
        .withMessage("recall: " + recall + ", expected above 0 and at most 1");
  }
}
