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
import java.util.Arrays;
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

  /**
   * TRIM(ORDER(C), L): documents are found until they fill a context, put in order, laid end to end
   * and cut off at its end; but what nothing at all is left of is left for other contexts.
   */
  @Test
  void thePapersCut() {
    long trimmed = 0;
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      NeighbourGraph graph = GraphSamples.random(DOCUMENTS, 1 + random.nextInt(20), seed);
      int begins = random.nextInt(2);
      int[] counts = random.ints(DOCUMENTS, 0, 300).map(count -> count + begins).toArray();
      int length = 2 + random.nextInt(5000);
      int breadth = 1 + random.nextInt(4);
      int separators = random.nextInt(2);
      for (Arrangement arrangement : Arrangement.values()) {
        DocumentOrder order;
        try (StageResources resources = StageResources.open(1, seed)) {
          order =
              new SpliceOrder(breadth, arrangement, true)
                  .order(
                      new OrderingProblem(
                              graph, counts, length, separators, Boundary.SPLIT, resources)
                          .withBeginTokens(begins));
        }
        assertThat(order.froms()).containsOnly(0);
        TrimmedModel model =
            new TrimmedModel(breadth, graph, counts, length, separators, begins, seed);
        for (int from = 0; from < order.size(); ) {
          from = model.assertContext(order, from, arrangement);
        }
        assertThat(model.left).as("seed %d", seed).isEmpty();
        trimmed += model.trimmed;
      }
    }
    assertThat(trimmed).as("tokens trimmed").isGreaterThan(100_000);
  }

  /** Tokens one by one, each by its document; −1 for separators. */
  private static final class TrimmedModel {
    final NeighbourGraph graph;
    final int breadth;
    final int[] counts;
    final int length;
    final int separators;
    final int begins;
    final Set<Integer> left = new HashSet<>();
    final List<Integer> roots = new ArrayList<>();
    long trimmed;

    TrimmedModel(
        int breadth,
        NeighbourGraph graph,
        int[] counts,
        int length,
        int separators,
        int begins,
        long seed) {
      this.graph = graph;
      this.breadth = breadth;
      this.counts = counts;
      this.length = length;
      this.separators = separators;
      this.begins = begins;
      for (int document : Shuffle.permutation(DOCUMENTS, seed, "splice")) {
        left.add(document);
        roots.add(document);
      }
    }

    /** Returns the place at which the next context begins. */
    int assertContext(DocumentOrder order, int from, Arrangement arrangement) {
      List<Integer> found = find();
      int[] documents = order.documents();
      int to = from;
      List<Integer> arranged = new ArrayList<>();
      if (arrangement == Arrangement.SHUFFLE) {
        while (to < documents.length && filled(arranged) < length - begins) {
          arranged.add(documents[to++]);
        }
        assertThat(found).containsAll(arranged);
      } else {
        List<Integer> all = arrangement == Arrangement.IDENTITY ? found : found.reversed();
        for (int size = 0; to - from < all.size() && size < length - begins; to++) {
          arranged.add(all.get(to - from));
          size = filled(arranged);
        }
        assertThat(Arrays.copyOfRange(documents, from, to))
            .containsExactly(arranged.stream().mapToInt(i -> i).toArray());
      }
      List<Integer> tokens = tokens(arranged);
      List<Integer> context = tokens.subList(0, Math.min(length, tokens.size()));
      for (int place = from; place < to; place++) {
        int document = documents[place];
        int stands = Collections.frequency(context, document);
        assertThat(order.tos()[place]).isEqualTo(stands);
        trimmed += Collections.frequency(tokens, document) - stands;
      }
      arranged.forEach(left::remove);
      roots.removeAll(arranged);
      return to;
    }

    private List<Integer> tokens(List<Integer> documents) {
      List<Integer> tokens = new ArrayList<>();
      for (int document : documents) {
        int count = counts[document] <= begins ? 0 : counts[document];
        if (count > 0 && !tokens.isEmpty() && tokens.size() < length) {
          tokens.addAll(Collections.nCopies(separators, -1));
        }
        tokens.addAll(Collections.nCopies(count, document));
      }
      return tokens;
    }

    private int filled(List<Integer> documents) {
      int size = tokens(documents).size();
      return size > 0 && size < length ? size + separators : size;
    }

    private List<Integer> find() {
      List<Integer> found = new ArrayList<>();
      Deque<Integer> queue = new ArrayDeque<>();
      Set<Integer> open = new HashSet<>(left);
      while (filled(found) < length - begins && !open.isEmpty()) {
        List<Integer> next = new ArrayList<>();
        if (queue.isEmpty()) {
          next.add(roots.stream().filter(open::contains).findFirst().orElseThrow());
        } else {
          next.addAll(nearest(graph, queue.remove(), breadth, open));
        }
        for (int document : next) {
          if (filled(found) < length - begins) {
            found.add(document);
            queue.add(document);
            open.remove(document);
          }
        }
      }
      return found;
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
        .isThrownBy(() -> new SpliceOrder(0, Arrangement.IDENTITY, false))
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
      return new SpliceOrder(breadth, arrangement, false)
          .order(new OrderingProblem(graph, counts, length, 1, Boundary.SPLIT, resources));
    }
  }
}
