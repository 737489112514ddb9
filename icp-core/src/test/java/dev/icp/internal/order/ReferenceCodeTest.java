package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Boundary;
import dev.icp.contract.GraphSamples;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReferenceCodeTest {
  @Test
  void theReleasedCodeOnRandomGraphs() {
    SplittableRandom random = new SplittableRandom(21);
    int breaks = 0;
    int full = 0;
    try (StageResources resources = StageResources.open(2, 0)) {
      for (int run = 0; run < 1000; run++) {
        long seed = random.nextLong();
        NeighbourGraph graph =
            GraphSamples.random(1 + random.nextInt(200), 1 + random.nextInt(30), seed);
        DocumentOrder order = order(graph, resources);
        List<List<Integer>> chains = walked(graph);
        full += (int) chains.stream().filter(c -> c.size() == 21).count();
        assertThat(order).as("graph of seed %d", seed).isEqualTo(dissolved(graph, chains));
        breaks += order.breaks().length;
      }
    }
    assertThat(breaks).as("breaks in all graphs").isGreaterThan(1000);
    assertThat(full).as("full chains in all graphs").isGreaterThan(200);
  }

  private static List<List<Integer>> walked(NeighbourGraph graph) {
    TreeSet<Integer> unvisited = new TreeSet<>();
    for (int i = 0; i < graph.size(); i++) {
      unvisited.add(i);
    }
    List<List<Integer>> chains = new ArrayList<>();
    while (!unvisited.isEmpty()) {
      List<Integer> chain = new ArrayList<>();
      chain.add(unvisited.pollFirst());
      boolean went = true;
      while (went && chain.size() < 21) {
        went = false;
        for (int next : neighbours(graph, chain.getLast())) {
          if (!went && unvisited.remove(next)) {
            chain.add(next);
            went = true;
          }
        }
      }
      chains.add(chain);
    }
    return chains;
  }

  private static DocumentOrder dissolved(NeighbourGraph graph, List<List<Integer>> chains) {
    for (List<Integer> chain : chains) {
      if (chain.size() >= 21) {
        continue;
      }
      for (int document : List.copyOf(chain)) {
        for (int neighbour : neighbours(graph, document)) {
          if (!chain.contains(neighbour)) {
            chain.remove(Integer.valueOf(document));
            List<Integer> other =
                chains.stream().filter(c -> c.contains(neighbour)).findFirst().orElseThrow();
            other.add(other.indexOf(neighbour), document);
            break;
          }
        }
      }
    }
    List<Integer> order = new ArrayList<>();
    List<Integer> breaks = new ArrayList<>();
    for (List<Integer> chain : chains) {
      if (!chain.isEmpty() && !order.isEmpty()) {
        breaks.add(order.size());
      }
      order.addAll(chain);
    }
    return DocumentOrder.of(
        order.stream().mapToInt(i -> i).toArray(), breaks.stream().mapToInt(i -> i).toArray());
  }

  private static List<Integer> neighbours(NeighbourGraph graph, int document) {
    List<Integer> neighbours = new ArrayList<>();
    for (int r = 0; r < graph.degree(document) && r < 9; r++) {
      neighbours.add(graph.neighbour(document, r));
    }
    return neighbours;
  }

  @Test
  void aShortChainGoesBeforeTheNearestDocumentOfAnother() {
    // 0 to 20 make a chain; 21 has 5 as its nearest, 22 has none.
    NeighbourGraph.Builder graph = NeighbourGraph.builder(23, 2);
    for (int i = 0; i < 20; i++) {
      graph.set(i, new int[] {i + 1}, new float[] {0.5f}, 1);
    }
    graph.set(21, new int[] {5, 6}, new float[] {0.9f, 0.8f}, 2);
    try (StageResources resources = StageResources.open(1, 0)) {
      DocumentOrder order = order(graph.build(), resources);
      assertThat(order.documents()).startsWith(0, 1, 2, 3, 4, 21, 5, 6).endsWith(19, 20, 22);
      assertThat(order.breaks()).containsExactly(22);
    }
  }

  private static DocumentOrder order(NeighbourGraph graph, StageResources resources) {
    return new ReferenceCode()
        .order(
            new OrderingProblem(graph, new int[graph.size()], 100, 1, Boundary.SPLIT, resources));
  }
}
