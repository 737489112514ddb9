package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Boundary;
import dev.icp.contract.GraphSamples;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NearestWithRepeatsTest {
  @Test
  void eachHeadIsFollowedByItsNearestUntilThereIsAsMuchAsTheCorpus() {
    for (long seed = 0; seed < 50; seed++) {
      NeighbourGraph graph = GraphSamples.random(60, 5, seed);
      int[] counts = new int[60];
      Arrays.setAll(counts, i -> i % 7);
      DocumentOrder order = order(graph, counts, seed);

      int[] heads = order.breaks();
      assertThat(order.repeats()).isTrue();
      for (int h = -1; h < heads.length; h++) {
        int from = h < 0 ? 0 : heads[h];
        int to = h + 1 < heads.length ? heads[h + 1] : order.size();
        int head = order.document(from);
        for (int p = from + 1; p < to; p++) {
          assertThat(order.document(p)).isEqualTo(graph.neighbour(head, p - from - 1));
        }
        if (to < order.size()) {
          assertThat(to - from - 1).as("neighbours of %d", head).isEqualTo(graph.degree(head));
        }
      }
      long all = Arrays.stream(counts).asLongStream().sum() + 60;
      long placed = Arrays.stream(order.documents()).mapToLong(d -> counts[d] + 1L).sum();
      assertThat(placed).isBetween(all, all + 7);
      assertThat(Arrays.stream(order.documents()).distinct().count())
          .as("different ones, seed %d", seed)
          .isLessThan(60);
    }
  }

  @Test
  void theSeedChoosesTheHeads() {
    NeighbourGraph graph = GraphSamples.random(60, 5, 1);
    assertThat(order(graph, new int[60], 1)).isNotEqualTo(order(graph, new int[60], 2));
  }

  private static DocumentOrder order(NeighbourGraph graph, int[] counts, long seed) {
    try (StageResources resources = StageResources.open(1, seed)) {
      return new NearestWithRepeats()
          .order(new OrderingProblem(graph, counts, 100, 1, Boundary.SPLIT, resources));
    }
  }
}
