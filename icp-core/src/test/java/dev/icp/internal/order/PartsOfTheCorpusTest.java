package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.icp.Boundary;
import dev.icp.ContextOrderers;
import dev.icp.NeighbourIndexes;
import dev.icp.contract.SparseSamples;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders of which each part has an order of its own. */
class PartsOfTheCorpusTest {
  private static final int DOCUMENTS = 500;
  private static final int LENGTH = 1000;

  private final List<OrderingProblem> seen = new ArrayList<>();
  private final int[] counts = new SplittableRandom(5).ints(DOCUMENTS, 0, 900).toArray();

  private final StageResources resources = StageResources.open(2, 5);

  @AfterEach
  void close() {
    resources.close();
  }

  private DocumentOrder order(ContextOrderer orderer) {
    SparseVectors vectors = SparseSamples.withTopics(DOCUMENTS, 5);
    NeighbourIndex<SparseVectors> index = NeighbourIndexes.exactSparse();
    NeighbourGraph graph = index.neighbours(vectors, 8, resources);
    return orderer.order(
        new OrderingProblem(graph, counts, LENGTH, 1, Boundary.SPLIT, resources)
            .withVectors(vectors, some -> index.neighbours(vectors.subset(some), 8, resources)));
  }

  /** An order of the corpus that remembers what it was asked. */
  private ContextOrderer watched() {
    return problem -> {
      seen.add(problem);
      return ContextOrderers.input().order(problem);
    };
  }

  private long tokens(OrderingProblem problem) {
    return IntStream.range(0, problem.size()).mapToLong(i -> problem.tokens(i) + 1L).sum();
  }

  @Test
  void amongAllIsTheOrderItself() {
    assertThat(order(ContextOrderers.among(DOCUMENTS, ContextOrderers.cohesive())))
        .isEqualTo(order(ContextOrderers.cohesive()));
    assertThat(order(ContextOrderers.among(Integer.MAX_VALUE, ContextOrderers.greedyPath())))
        .isEqualTo(order(ContextOrderers.greedyPath()));
  }

  @Test
  void groupsAreOfAboutTheSizeAndHaveNeighboursOfTheirOwn() {
    DocumentOrder order = order(ContextOrderers.among(60, watched()));
    assertThat(seen).hasSize(8).allMatch(p -> p.size() == 62 || p.size() == 63);
    for (int g = 0, place = 0; g < seen.size(); place += seen.get(g++).size()) {
      OrderingProblem group = seen.get(g);
      int[] members = Arrays.copyOfRange(order.documents(), place, place + group.size());
      assertThat(members).isSorted();
      SparseVectors all = SparseSamples.withTopics(DOCUMENTS, 5);
      for (int i = 0; i < group.size(); i++) {
        assertThat(group.tokens(i)).isEqualTo(counts[members[i]]);
        assertNearestOf(group, i, members, all);
      }
    }
  }

  private static void assertNearestOf(
      OrderingProblem group, int document, int[] members, SparseVectors all) {
    NeighbourGraph graph = group.graph();
    float least = graph.degree(document) < graph.k() ? 0 : graph.cosine(document, graph.k() - 1);
    for (int other = 0; other < members.length; other++) {
      float cosine = all.cosine(members[document], members[other]);
      assertThat(group.vectors().orElseThrow().cosine(document, other)).isEqualTo(cosine);
      int theOther = other;
      if (other != document && cosine > least) {
        assertThat(IntStream.range(0, graph.degree(document)))
            .anyMatch(r -> graph.neighbour(document, r) == theOther);
      }
    }
  }

  @Test
  void sharesAreOfTokensToWithinADocument() {
    for (double share : new double[] {0.1, 0.5, 0.73}) {
      seen.clear();
      DocumentOrder order =
          order(
              new MixedOrder(
                  List.of(
                      new MixedOrder.Share(watched(), share),
                      new MixedOrder.Share(watched(), 1 - share))));
      int[] sorted = order.documents();
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, DOCUMENTS).toArray());
      long first = tokens(seen.get(0));
      long all = first + tokens(seen.get(1));
      assertThat((double) first).isCloseTo(share * all, within(900.0));
      assertThat(order.breaks()).containsExactly(seen.get(0).size());
    }
  }

  @Test
  void aPartKnowsHowFullItsFirstContextIs() {
    order(ContextOrderers.among(100, watched()));
    long before = 0;
    for (OrderingProblem group : seen) {
      assertThat(group.filled()).isEqualTo((int) (before % LENGTH));
      before += tokens(group);
    }
    assertThat(seen.get(1).among(new int[] {1, 3}, 7).filled())
        .isEqualTo((seen.get(1).filled() + 7) % LENGTH);
  }

  @Test
  void graphsAloneAreRestricted() {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(4, 3);
    graph.set(0, new int[] {1, 2, 3}, new float[] {0.9f, 0.5f, 0.2f}, 3);
    graph.set(3, new int[] {2}, new float[] {0.7f}, 1);
    OrderingProblem problem =
        new OrderingProblem(graph.build(), new int[4], 10, 1, Boundary.SPLIT, resources);
    assertThat(problem.vectors()).isEmpty();
    NeighbourGraph some = problem.among(new int[] {0, 2, 3}, 0).graph();
    assertThat(some.degree(0)).isEqualTo(2);
    assertThat(some.neighbour(0, 0)).isEqualTo(1);
    assertThat(some.cosine(0, 1)).isEqualTo(0.2f);
    assertThat(some.degree(1)).isZero();
    assertThat(some.neighbour(2, 0)).isEqualTo(1);
  }

  @Test
  void repeatingOrdersAreNoParts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> order(ContextOrderers.among(50, ContextOrderers.nearestWithRepeats())))
        .withMessageStartingWith("order nearest-with-repeats repeats documents");
  }
}
