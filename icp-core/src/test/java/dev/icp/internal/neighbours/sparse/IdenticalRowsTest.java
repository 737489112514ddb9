package dev.icp.internal.neighbours.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.internal.neighbours.JoinSamples;
import dev.icp.internal.neighbours.graph.StoredGraph;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdenticalRowsTest {
  /** A third of the vectors are copies. */
  @ParameterizedTest
  @CsvSource({"60, 20", "40, 3", "300, 20", "300, 1"})
  void copiesGetTheSameNeighboursInAFileAsOnTheHeap(int size, int k) {
    SparseVectors vectors = JoinSamples.sparse(size, 12, 5, size + k);
    try (StageResources resources = StageResources.open(2, 0)) {
      Function<SparseVectors, IdenticalRows.Joined> join =
          distinct ->
              new IdenticalRows.Joined(new InvertedIndexJoin().lists(distinct, k, resources), 0.5);
      NeighbourGraph onHeap = IdenticalRows.joinTo(null, vectors, k, join);
      NeighbourGraph inFile = IdenticalRows.joinTo(resources.storage(), vectors, k, join);
      assertThat(onHeap).isNotInstanceOf(StoredGraph.class);
      assertThat(inFile).isInstanceOf(StoredGraph.class);
      assertThat(inFile.k()).isEqualTo(onHeap.k());
      assertThat(inFile.recall()).isEqualTo(onHeap.recall());
      assertThat(JoinSamples.lists(inFile)).isEqualTo(JoinSamples.lists(onHeap));
    }
  }
}
