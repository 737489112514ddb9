package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Boundary;
import dev.icp.contract.GraphSamples;
import dev.icp.internal.base.Shuffle;
import dev.icp.internal.order.SpliceOrder.Arrangement;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpliceOrderTest {
  private static final int DOCUMENTS = 200;

  @Test
  void thePapersAlgorithm() {
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      NeighbourGraph graph = GraphSamples.random(DOCUMENTS, 1 + random.nextInt(20), seed);
      int[] counts = random.ints(DOCUMENTS, 0, 300).toArray();
      int length = 1 + random.nextInt(5000);
      int breadth = 1 + random.nextInt(4);
      for (Arrangement arrangement : Arrangement.values()) {
        DocumentOrder order = order(breadth, arrangement, graph, counts, length, seed);
        List<List<Integer>> contexts = contexts(breadth, graph, counts, length, seed);
        int from = 0;
        for (List<Integer> context : contexts) {
          List<Integer> found = new ArrayList<>();
          for (int p = from; p < from + context.size(); p++) {
            found.add(order.document(p));
          }
          switch (arrangement) {
            case IDENTITY -> assertThat(found).isEqualTo(context);
            case REVERSE -> assertThat(found).isEqualTo(context.reversed());
            case SHUFFLE -> assertThat(found).containsExactlyInAnyOrderElementsOf(context);
          }
          from += context.size();
        }
        assertThat(order.size()).isEqualTo(from).isEqualTo(DOCUMENTS);
      }
    }
  }

  @Test
  void shufflesBySeed() {
    NeighbourGraph graph = GraphSamples.identical(DOCUMENTS, 20);
    int[] counts = new int[DOCUMENTS];
    DocumentOrder shuffled = order(3, Arrangement.SHUFFLE, graph, counts, 50, 1);
    assertThat(shuffled).isNotEqualTo(order(3, Arrangement.IDENTITY, graph, counts, 50, 1));
    assertThat(shuffled).isEqualTo(order(3, Arrangement.SHUFFLE, graph, counts, 50, 1));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpliceOrder(0, Arrangement.IDENTITY))
        .withMessage("breadth: 0, expected 1 or more");
  }

  /** The paper's algorithm 1, context after context, from documents that are left. */
  private static List<List<Integer>> contexts(
      int breadth, NeighbourGraph graph, int[] counts, int length, long seed) {
    Set<Integer> left = new HashSet<>();
    Deque<Integer> roots = new ArrayDeque<>();
    for (int document : Shuffle.permutation(DOCUMENTS, seed, "splice")) {
      left.add(document);
      roots.add(document);
    }
    List<List<Integer>> contexts = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    while (!left.isEmpty()) {
      // What did not fit into the context before stands at the beginning of this one.
      List<Integer> tokens = new ArrayList<>(rest);
      List<Integer> context = new ArrayList<>();
      Deque<Integer> queue = new ArrayDeque<>();
      while (tokens.size() < length && !left.isEmpty()) {
        List<Integer> next = new ArrayList<>();
        if (queue.isEmpty()) {
          roots.removeIf(root -> !left.contains(root));
          next.add(roots.getFirst());
        } else {
          next.addAll(nearest(graph, queue.remove(), breadth, left));
        }
        for (int document : next) {
          if (tokens.size() < length) {
            context.add(document);
            queue.add(document);
            left.remove(document);
            tokens.addAll(Collections.nCopies(counts[document] + 1, document));
          }
        }
      }
      rest = tokens.subList(tokens.size() / length * length, tokens.size());
      contexts.add(context);
    }
    return contexts;
  }

  private static List<Integer> nearest(
      NeighbourGraph graph, int document, int breadth, Set<Integer> left) {
    List<Integer> nearest = new ArrayList<>();
    for (int r = 0; r < graph.degree(document); r++) {
      if (left.contains(graph.neighbour(document, r)) && nearest.size() < breadth) {
        nearest.add(graph.neighbour(document, r));
      }
    }
    return nearest;
  }

  private static DocumentOrder order(
      int breadth,
      Arrangement arrangement,
      NeighbourGraph graph,
      int[] counts,
      int length,
      long seed) {
    try (StageResources resources = StageResources.open(1, seed)) {
      return new SpliceOrder(breadth, arrangement)
          .order(new OrderingProblem(graph, counts, length, 1, Boundary.SPLIT, resources));
    }
  }
}
