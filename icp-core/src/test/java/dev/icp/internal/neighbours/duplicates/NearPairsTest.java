package dev.icp.internal.neighbours.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spi.NeighbourGraph;
import org.junit.jupiter.api.Test;

class NearPairsTest {
  private final NearPairs pairs = new NearPairs(graph(), 0.9f, null);

  /** 0 and 2 are copies of 1, which has no room for 2; 3 is like 1, but not enough. */
  private static NeighbourGraph graph() {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(4, 2);
    graph.set(0, new int[] {1, 2}, new float[] {0.95f, 0.85f}, 2);
    graph.set(1, new int[] {0}, new float[] {0.95f}, 1);
    graph.set(2, new int[] {1, 0}, new float[] {0.92f, 0.85f}, 2);
    graph.set(3, new int[] {1}, new float[] {0.8f}, 1);
    return graph.build();
  }

  @Test
  void oneListIsEnough() {
    assertThat(pairs.any(2)).isTrue();
    assertThat(pairs.near(1, 2)).isTrue();
    assertThat(pairs.near(2, 1)).isTrue();
  }

  @Test
  void copiesOfTheSameDocumentAreNear() {
    assertThat(pairs.near(0, 2)).isTrue();
    assertThat(pairs.near(2, 0)).isTrue();
  }

  @Test
  void belowTheThresholdOrItself() {
    assertThat(pairs.any(3)).isFalse();
    assertThat(pairs.near(1, 3)).isFalse();
    assertThat(pairs.near(0, 3)).isFalse();
    assertThat(pairs.near(1, 1)).isFalse();
  }
}
