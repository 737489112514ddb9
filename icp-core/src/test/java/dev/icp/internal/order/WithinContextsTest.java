package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.icp.Boundary;
import dev.icp.contract.GraphSamples;
import dev.icp.internal.base.Shuffle;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WithinContextsTest {
  private static final int LENGTH = 100;

  /** All orders of the documents that begin in a context, as long as the last is cut as before. */
  @Test
  void noOtherOrderHasMoreSimilarDocumentsBefore() {
    int better = 0;
    int otherCut = 0;
    for (int seed = 0; seed < 600; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int n = 1 + random.nextInt(60);
      NeighbourGraph graph = GraphSamples.random(n, 1 + random.nextInt(20), seed);
      int[] counts = random.ints(n, 0, random.nextBoolean() ? 30 : 70).toArray();
      int[] order = Shuffle.permutation(n, seed, "order");
      int[] breaks = n > 4 && random.nextBoolean() ? new int[] {n / 3, n / 2} : new int[0];
      int[] arranged = arrange(graph, counts, order, breaks);
      for (int[] run : runs(counts, order, breaks)) {
        int[] before = part(order, run);
        int[] now = part(arranged, run);
        assertThat(sorted(now)).as("seed %d", seed).isEqualTo(sorted(before));
        int cut = run[2];
        assertThat(counts[now[now.length - 1]] + 1).as("seed %d", seed).isGreaterThan(cut);
        if (now.length <= 7) {
          double most =
              IntStream.of(now)
                  .filter(last -> counts[last] + 1 > cut)
                  .mapToDouble(
                      last -> {
                        SortedSet<Integer> others = new TreeSet<>(sorted(now));
                        others.remove(last);
                        return most(graph, new ArrayList<>(), others)
                            + bestBefore(graph, others, last);
                      })
                  .max()
                  .orElseThrow();
          assertThat(best(graph, now)).as("seed %d", seed).isCloseTo(most, within(1e-5));
          better += most > best(graph, before) + 1e-5 ? 1 : 0;
          otherCut += cut > 0 && now[now.length - 1] != before[now.length - 1] ? 1 : 0;
        }
      }
    }
    assertThat(better).as("contexts that it helps").isGreaterThan(50);
    assertThat(otherCut).as("contexts with another document cut").isGreaterThan(50);
  }

  /** The last document has room for what is cut off, and is no other's only near one. */
  @Test
  void aLeafIsCutWhereItIsLongEnough() {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(3, 2);
    graph.set(2, new int[] {0, 1}, new float[] {0.6f, 0.5f}, 2);
    int[] given = {0, 1, 2};
    assertThat(arrange(graph.build(), new int[] {45, 40, 39}, given, new int[0]))
        .containsExactly(1, 2, 0);
    assertThat(arrange(graph.build(), new int[] {20, 40, 66}, given, new int[0]))
        .containsExactly(0, 2, 1);
    assertThat(arrange(graph.build(), new int[] {10, 20, 160}, given, new int[0]))
        .containsExactly(0, 1, 2);
  }

  @Test
  void beginsNearTheRestOfTheOneBefore() {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(4, 3);
    graph.set(1, new int[] {2, 3}, new float[] {0.5f, 0.6f}, 2);
    graph.set(3, new int[] {0}, new float[] {0.2f}, 1);
    int[] arranged =
        arrange(graph.build(), new int[] {150, 10, 10, 10}, new int[] {0, 1, 2, 3}, new int[0]);
    assertThat(arranged).containsExactly(0, 3, 1, 2);
  }

  private static int[] arrange(NeighbourGraph graph, int[] counts, int[] order, int[] breaks) {
    try (StageResources resources = StageResources.open(2, 0)) {
      return WithinContexts.arrange(
          new OrderingProblem(graph, counts, LENGTH, 1, Boundary.SPLIT, resources), order, breaks);
    }
  }

  /**
   * Stretches of documents that begin in the same context, with no break within: from, to, and how
   * many tokens of the last are cut off.
   */
  private static List<int[]> runs(int[] counts, int[] order, int[] breaks) {
    List<int[]> runs = new ArrayList<>();
    int end = 0;
    int from = 0;
    for (int p = 0; p < order.length; p++) {
      int start = end;
      end += counts[order[p]] + 1;
      int next = p + 1;
      boolean cut = end / LENGTH > start / LENGTH;
      if (cut || next == order.length || Arrays.stream(breaks).anyMatch(b -> b == next)) {
        runs.add(new int[] {from, next, cut ? end - (start / LENGTH + 1) * LENGTH : 0});
        from = next;
      }
    }
    return runs;
  }

  private static int[] part(int[] order, int[] run) {
    return Arrays.copyOfRange(order, run[0], run[1]);
  }

  private static List<Integer> sorted(int[] documents) {
    return Arrays.stream(documents).sorted().boxed().toList();
  }

  private static double most(NeighbourGraph graph, List<Integer> before, SortedSet<Integer> left) {
    double most = 0;
    for (int next : List.copyOf(left)) {
      double sum = bestBefore(graph, before, next);
      left.remove(next);
      before.add(next);
      most = Math.max(most, sum + most(graph, before, left));
      before.removeLast();
      left.add(next);
    }
    return most;
  }

  private static double best(NeighbourGraph graph, int[] documents) {
    List<Integer> before = new ArrayList<>();
    double sum = 0;
    for (int document : documents) {
      sum += bestBefore(graph, before, document);
      before.add(document);
    }
    return sum;
  }

  private static double bestBefore(NeighbourGraph graph, Collection<Integer> before, int document) {
    double best = 0;
    for (int other : before) {
      best =
          Math.max(best, Math.max(inList(graph, document, other), inList(graph, other, document)));
    }
    return best;
  }

  private static float inList(NeighbourGraph graph, int document, int other) {
    for (int r = 0; r < graph.degree(document); r++) {
      if (graph.neighbour(document, r) == other) {
        return graph.cosine(document, r);
      }
    }
    return 0;
  }
}
