package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Boundary;
import dev.icp.ContextOrderers;
import dev.icp.contract.DenseSamples;
import dev.icp.contract.SparseSamples;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import dev.icp.spi.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiverseOrderTest {
  private static final int DOCUMENTS = 200;
  private static final int LENGTH = 1000;

  @Test
  void maximalMarginalRelevance() {
    for (long seed = 0; seed < 12; seed++) {
      Vectors vectors =
          seed % 2 == 0
              ? SparseSamples.withTopics(DOCUMENTS, seed)
              : DenseSamples.clustered(DOCUMENTS, 16, 10, 0.7, seed);
      int[] counts = new SplittableRandom(seed).ints(DOCUMENTS, 0, 400).toArray();
      double diversity = 0.1 + seed / 14.0;
      try (StageResources resources = StageResources.open(2, seed)) {
        OrderingProblem problem = problem(vectors, counts, resources);
        DocumentOrder given = ContextOrderers.random().order(problem);
        assertThat(new DiverseOrder(diversity, p -> given).order(problem).documents())
            .as("seed %d", seed)
            .isEqualTo(model(problem, vectors, given, diversity));
      }
    }
  }

  /** Context by context, each cosine asked for when it is needed. */
  private static int[] model(
      OrderingProblem problem, Vectors vectors, DocumentOrder given, double diversity) {
    int capacity = Math.min(DOCUMENTS, DiverseOrder.window(problem));
    List<Integer> waiting = new ArrayList<>(Arrays.stream(given.documents()).boxed().toList());
    List<Integer> window = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    List<Integer> context = new ArrayList<>();
    int end = 0;
    while (order.size() < DOCUMENTS) {
      if (context.isEmpty() || window.isEmpty() || startsContext(order, problem, end)) {
        while (window.size() < capacity && !waiting.isEmpty()) {
          window.add(waiting.removeFirst());
        }
      }
      int best = window.getFirst();
      double score = Double.NEGATIVE_INFINITY;
      for (int candidate : window) {
        float sum = 0;
        float highest = 0;
        for (int member : context) {
          float cosine = vectors.cosine(member, candidate);
          sum += cosine;
          highest = Math.max(highest, cosine);
        }
        double its = (1 - diversity) * (sum / (double) context.size()) - diversity * highest;
        // Sums of floats differ in their last bits.
        if (!context.isEmpty() && its > score + 1e-6) {
          score = its;
          best = candidate;
        }
      }
      window.remove(Integer.valueOf(best));
      order.add(best);
      int last = end + problem.tokens(best);
      int begun = end / LENGTH;
      end = last + 1;
      if (end / LENGTH != begun) {
        context.clear();
        if (last > end / LENGTH * LENGTH) {
          context.add(best);
        }
      } else {
        context.add(best);
      }
    }
    return order.stream().mapToInt(i -> i).toArray();
  }

  private static boolean startsContext(List<Integer> order, OrderingProblem problem, int end) {
    int last = order.isEmpty() ? 0 : problem.tokens(order.getLast()) + 1;
    return end / LENGTH != (end - last) / LENGTH;
  }

  @Test
  void copiesWaitForAnotherContext() {
    // Ten topics of six documents, each of which is there twice.
    float[][] rows = new float[120][];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 60; i++) {
      float[] row = new float[16];
      row[i % 10] = 1;
      for (int d = 10; d < 16; d++) {
        row[d] = (float) random.nextDouble(-0.4, 0.4);
      }
      rows[2 * i] = row;
      rows[2 * i + 1] = row;
    }
    Vectors vectors = DenseVectors.of(rows);
    int[] counts = new int[120];
    Arrays.fill(counts, LENGTH / 5 - 1);
    try (StageResources resources = StageResources.open(1, 1)) {
      OrderingProblem problem = problem(vectors, counts, resources);
      int[] topics =
          IntStream.range(0, 120)
              .boxed()
              .sorted(
                  (a, b) ->
                      a / 2 % 10 != b / 2 % 10
                          ? Integer.compare(a / 2 % 10, b / 2 % 10)
                          : Integer.compare(a, b))
              .mapToInt(i -> i)
              .toArray();
      DocumentOrder given = DocumentOrder.of(topics);
      assertThat(new DiverseOrder(0, p -> given).order(problem)).isEqualTo(given);
      int[] diverse = new DiverseOrder(0.5, p -> given).order(problem).documents();
      assertThat(copiesTogether(given.documents())).isGreaterThan(30);
      assertThat(copiesTogether(diverse)).isLessThan(copiesTogether(given.documents()) / 4);
    }
  }

  private static int copiesTogether(int[] order) {
    int count = 0;
    for (int a = 0; a < order.length; a++) {
      for (int b = a + 1; b < order.length && b / 5 == a / 5; b++) {
        count += order[a] / 2 == order[b] / 2 ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.diverse(-0.1, ContextOrderers.cohesive()))
        .withMessage("diversity: -0.1, expected 0 to 1");
  }

  private static OrderingProblem problem(Vectors vectors, int[] counts, StageResources resources) {
    NeighbourGraph none = NeighbourGraph.builder(counts.length, 1).build();
    return new OrderingProblem(none, counts, LENGTH, 1, Boundary.SPLIT, resources)
        .withVectors(vectors, some -> none);
  }
}
