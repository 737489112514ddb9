package dev.icp.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Boundary;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageContext;
import dev.icp.spi.StageResources;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ContextOrderer} must do. */
public abstract class ContextOrdererContract {
  private static final int CONTEXT_LENGTH = 1000;
  private static final long SEED = 3;

  /** Returns the orderer under test: always the same one, or another that is set up alike. */
  protected abstract ContextOrderer orderer();

  /** Returns whether its orders may repeat documents or leave some out. */
  protected boolean repeats() {
    return false;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 20, 100})
  void randomGraphs(int size) {
    for (long seed = 0; seed < 20; seed++) {
      assertSound(GraphSamples.random(size, 4, seed), CONTEXT_LENGTH);
      assertSound(GraphSamples.random(size, 20, seed), CONTEXT_LENGTH);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 500})
  void noTwoDocumentsRelated(int size) {
    assertSound(GraphSamples.unrelated(size), CONTEXT_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 500})
  void allDocumentsIdentical(int size) {
    assertSound(GraphSamples.identical(size, 20), CONTEXT_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10_000, Integer.MAX_VALUE})
  void contextsOfAnyLength(int contextLength) {
    assertSound(GraphSamples.random(200, 10, SEED), contextLength);
  }

  @Test
  void documentsOfAnyLength() {
    NeighbourGraph graph = GraphSamples.random(200, 10, SEED);
    try (StageResources resources = StageResources.open(2, SEED)) {
      assertSound(order(graph, new int[200], CONTEXT_LENGTH, 0, resources), 200);
      assertSound(order(graph, new int[200], CONTEXT_LENGTH, 1, resources), 200);
      int[] huge = new int[200];
      Arrays.fill(huge, Integer.MAX_VALUE);
      assertSound(order(graph, huge, CONTEXT_LENGTH, 1, resources), 200);
    }
  }

  @Test
  void sameOrderForAnyNumberOfThreads() {
    NeighbourGraph graph = GraphSamples.random(2000, 20, SEED);
    DocumentOrder expected = order(orderer(), graph, 1);
    for (int threads : new int[] {2, 4}) {
      assertThat(order(orderer(), graph, threads).documents())
          .as("%d threads", threads)
          .isEqualTo(expected.documents());
      assertThat(order(orderer(), graph, threads)).isEqualTo(expected);
    }
  }

  @Test
  void sameOrderAgain() {
    ContextOrderer orderer = orderer();
    NeighbourGraph graph = GraphSamples.random(300, 10, SEED);
    DocumentOrder expected = order(orderer, graph, 2);
    order(orderer, GraphSamples.random(100, 5, SEED + 1), 2);
    assertThat(order(orderer, graph, 2)).isEqualTo(expected);
    assertThat(order(orderer(), graph, 2)).as("of an orderer set up alike").isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE})
  void anySeed(long seed) {
    NeighbourGraph graph = GraphSamples.random(100, 10, SEED);
    try (StageResources resources = StageResources.open(2, seed)) {
      assertSound(order(graph, counts(100), CONTEXT_LENGTH, 1, resources), 100);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE / 2})
  void usesItsContextAsItMay(long memoryBudget, @TempDir Path folder) {
    try (StageResources resources = StageResources.open(2, SEED, folder, memoryBudget)) {
      CheckingContext context = new CheckingContext(resources);
      order(GraphSamples.random(300, 10, SEED), counts(300), CONTEXT_LENGTH, 1, context);
      context.assertNothingHeld();
    }
  }

  private void assertSound(NeighbourGraph graph, int contextLength) {
    try (StageResources resources = StageResources.open(2, SEED)) {
      int[] counts = counts(graph.size());
      assertSound(order(graph, counts, contextLength, 1, resources), graph.size());
      assertSound(order(graph, counts, contextLength, 0, resources), graph.size());
    }
  }

  private void assertSound(DocumentOrder order, int size) {
    assertThat(order.repeats()).as("repeats").isEqualTo(repeats());
    if (repeats()) {
      assertThat(IntStream.of(order.documents())).allMatch(d -> d >= 0 && d < size);
    } else {
      int[] sorted = order.documents();
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, size).toArray());
    }
    int previous = 0;
    for (int position : order.breaks()) {
      assertThat(position).as("break").isGreaterThan(previous).isLessThan(order.size());
      previous = position;
    }
  }

  private static int[] counts(int size) {
    SplittableRandom random = new SplittableRandom(SEED);
    return random.ints(size, 0, 3 * CONTEXT_LENGTH).toArray();
  }

  private DocumentOrder order(
      NeighbourGraph graph, int[] counts, int contextLength, int separators, StageContext context) {
    return order(orderer(), graph, counts, contextLength, separators, context);
  }

  private static DocumentOrder order(ContextOrderer orderer, NeighbourGraph graph, int threads) {
    try (StageResources resources = StageResources.open(threads, SEED)) {
      return order(orderer, graph, counts(graph.size()), CONTEXT_LENGTH, 1, resources);
    }
  }

  private static DocumentOrder order(
      ContextOrderer orderer,
      NeighbourGraph graph,
      int[] counts,
      int contextLength,
      int separators,
      StageContext context) {
    OrderingProblem problem =
        new OrderingProblem(graph, counts, contextLength, separators, Boundary.SPLIT, context);
    return orderer.order(orderer.needsVectors() ? GraphSamples.withVectors(problem) : problem);
  }
}
