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

class GreedyPathTest {
  @Test
  void thePapersAlgorithmOnRandomGraphs() {
    SplittableRandom random = new SplittableRandom(20);
    int breaks = 0;
    try (StageResources resources = StageResources.open(2, 0)) {
      for (int run = 0; run < 1000; run++) {
        long seed = random.nextLong();
        NeighbourGraph graph =
            GraphSamples.random(1 + random.nextInt(40), 1 + random.nextInt(8), seed);
        DocumentOrder order = order(graph, resources);
        assertThat(order).as("graph of seed %d", seed).isEqualTo(naive(graph));
        assertThat(order.documents()).isEqualTo(naive(graph).documents());
        breaks += order.breaks().length;
      }
    }
    assertThat(breaks).as("jumps in all graphs").isGreaterThan(1000);
  }

  /** Algorithm 1 by the paper's own words, on a matrix. */
  private static DocumentOrder naive(NeighbourGraph graph) {
    int n = graph.size();
    float[][] weights = new float[n][n];
    boolean[][] edges = new boolean[n][n];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < graph.degree(i); r++) {
        int j = graph.neighbour(i, r);
        edges[i][j] = edges[j][i] = true;
        weights[i][j] = weights[j][i] = graph.cosine(i, r);
      }
    }
    TreeSet<Integer> unvisited = new TreeSet<>();
    for (int i = 0; i < n; i++) {
      unvisited.add(i);
    }
    List<Integer> path = new ArrayList<>();
    List<Integer> jumps = new ArrayList<>();
    while (!unvisited.isEmpty()) {
      int next = -1;
      if (!path.isEmpty()) {
        int last = path.getLast();
        for (int j : unvisited) {
          if (edges[last][j] && (next < 0 || weights[last][j] > weights[last][next])) {
            next = j;
          }
        }
        if (next < 0) {
          jumps.add(path.size());
        }
      }
      if (next < 0) {
        for (int j : unvisited) {
          if (next < 0 || degree(edges, j) < degree(edges, next)) {
            next = j;
          }
        }
      }
      path.add(next);
      unvisited.remove(next);
    }
    return DocumentOrder.of(
        path.stream().mapToInt(i -> i).toArray(), jumps.stream().mapToInt(i -> i).toArray());
  }

  private static int degree(boolean[][] edges, int document) {
    int degree = 0;
    for (boolean edge : edges[document]) {
      degree += edge ? 1 : 0;
    }
    return degree;
  }

  @Test
  void startsWhereFewestNeighboursAreAndFollowsTheHighestCosine() {
    // 3 - 0 = 1 = 2 with 0 = 2 weakest: 3 has one neighbour.
    NeighbourGraph.Builder graph = NeighbourGraph.builder(4, 3);
    graph.set(0, new int[] {1, 2, 3}, new float[] {0.5f, 0.2f, 0.9f}, 3);
    graph.set(1, new int[] {2}, new float[] {0.8f}, 1);
    try (StageResources resources = StageResources.open(1, 0)) {
      DocumentOrder order = order(graph.build(), resources);
      assertThat(order.documents()).containsExactly(3, 0, 1, 2);
      assertThat(order.breaks()).isEmpty();
    }
  }

  @Test
  void anEdgeInOneListLeadsBothWays() {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(3, 1);
    graph.set(2, new int[] {0}, new float[] {0.5f}, 1);
    try (StageResources resources = StageResources.open(1, 0)) {
      DocumentOrder order = order(graph.build(), resources);
      assertThat(order.documents()).containsExactly(1, 0, 2);
      assertThat(order.breaks()).containsExactly(1);
    }
  }

  @Test
  void oneDocumentThatAllOthersPointTo() {
    // More documents than a chunk of incoming edges, all with the last one as only neighbour.
    int n = 40_000;
    NeighbourGraph.Builder graph = NeighbourGraph.builder(n, 1);
    for (int i = 0; i < n - 1; i++) {
      graph.set(i, new int[] {n - 1}, new float[] {i / (float) n}, 1);
    }
    try (StageResources resources = StageResources.open(2, 0)) {
      DocumentOrder order = order(graph.build(), resources);
      assertThat(order.documents()).startsWith(0, n - 1, n - 2, 1, 2);
      assertThat(order.breaks()).hasSize(n - 3);
    }
  }

  private static DocumentOrder order(NeighbourGraph graph, StageResources resources) {
    return new GreedyPath()
        .order(
            new OrderingProblem(graph, new int[graph.size()], 100, 1, Boundary.SPLIT, resources));
  }
}
