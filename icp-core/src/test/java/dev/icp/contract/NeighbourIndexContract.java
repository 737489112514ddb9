package dev.icp.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.StageResources;
import dev.icp.spi.Vectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link NeighbourIndex} must do.
 *
 * @param <V> the kind of vectors; its {@link Vectors#subset} returns the same kind
 */
public abstract class NeighbourIndexContract<V extends Vectors> {
  private static final int SIZE = 300;
  private static final int K = 10;
  private static final long SEED = 5;

  /** Returns the index under test: always the same one, or another that is set up alike. */
  protected abstract NeighbourIndex<? super V> index();

  /** Returns {@code size} vectors, 0 or more; the same ones for the same seed. */
  protected abstract V vectors(int size, long seed);

  /** Returns the recall that the index promises on such vectors, 1 being exact. */
  protected abstract double promisedRecall();

  /** Returns whether the index may leave out documents whose cosine is not above zero. */
  protected boolean leavesOutUnrelated() {
    return false;
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0,7", "1,1", "1,7", "2,1", "2,7", "3,2", "3,3", "9,8", "9,9", "40,100"})
  void fewDocuments(int size, int k) {
    assertGood(vectors(size, SEED), k, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 60})
  void identicalDocuments(int size) {
    V vectors = subset(vectors(1, SEED), new int[size]);
    NeighbourGraph graph = assertGood(vectors, K, 2);
    for (int i = 0; i < size; i++) {
      assertThat(graph.degree(i)).isEqualTo(Math.min(K, size - 1));
      assertThat(graph.cosine(i, 0)).isCloseTo(1, within(1e-5f));
      if (promisedRecall() == 1) {
        int[] others = new int[graph.degree(i)];
        for (int r = 0; r < others.length; r++) {
          others[r] = r < i ? r : r + 1;
        }
        assertThat(neighbours(graph, i)).as("equals: lower ordinals first").isEqualTo(others);
      }
    }
  }

  @Test
  void everyDocumentTwice() {
    int[] twice = new int[2 * 100];
    Arrays.setAll(twice, i -> i / 2);
    V vectors = subset(vectors(100, SEED), twice);
    NeighbourGraph graph = assertGood(vectors, 3, 2);
    if (promisedRecall() == 1) {
      for (int i = 0; i < twice.length; i++) {
        float twin = vectors.cosine(i, i ^ 1);
        assertThat(graph.cosine(i, 0)).as("twin of %d", i).isCloseTo(twin, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsThePromisedRecall(long seed) {
    assertGood(vectors(SIZE, seed), K, 1);
  }

  @Test
  void sameGraphForAnyNumberOfThreads() {
    assumeTrue(index().deterministic());
    V vectors = vectors(SIZE, SEED);
    NeighbourGraph expected = run(index(), vectors, K, 1);
    for (int threads : new int[] {2, 4}) {
      assertSame(run(index(), vectors, K, threads), expected, threads + " threads");
    }
  }

  @Test
  void sameGraphAgain() {
    NeighbourIndex<? super V> index = index();
    assumeTrue(index.deterministic());
    V vectors = vectors(SIZE, SEED);
    NeighbourGraph expected = run(index, vectors, K, 2);
    run(index, vectors(SIZE / 2, SEED + 1), K + 1, 2);
    assertSame(run(index, vectors, K, 2), expected, "second run");
  }

  @Test
  void withoutMemoryBudget(@TempDir Path folder) {
    V vectors = vectors(SIZE, SEED);
    try (StageResources resources = StageResources.open(2, SEED, folder, 0)) {
      NeighbourGraph graph = index().neighbours(vectors, K, resources);
      assertGood(vectors, graph, K);
      if (index().deterministic()) {
        assertSame(graph, run(index(), vectors, K, 2), "no memory budget");
      }
    }
  }

  @Test
  void subsetOfVectors() {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] some = random.ints(0, SIZE).distinct().limit(SIZE / 2).toArray();
    assertGood(subset(vectors(SIZE, SEED), some), K, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesKBelowOne(int k) {
    V vectors = vectors(5, SEED);
    try (StageResources resources = StageResources.open(1, SEED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index().neighbours(vectors, k, resources))
          .withMessageContaining(String.valueOf(k));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE / 2})
  void usesItsContextAsItMay(long memoryBudget, @TempDir Path folder) {
    try (StageResources resources = StageResources.open(2, SEED, folder, memoryBudget)) {
      CheckingContext context = new CheckingContext(resources);
      index().neighbours(vectors(SIZE, SEED), K, context);
      context.assertNothingHeld();
    }
  }

  @Test
  void fingerprintIsStable() {
    NeighbourIndex<? super V> index = index();
    String before = index.fingerprint();
    assertThat(before).isNotBlank();
    run(index, vectors(20, SEED), K, 1);
    assertThat(index.fingerprint()).isEqualTo(before);
    assertThat(index().fingerprint()).as("of an index set up alike").isEqualTo(before);
  }

  private NeighbourGraph assertGood(V vectors, int k, int threads) {
    NeighbourGraph graph = run(index(), vectors, k, threads);
    assertGood(vectors, graph, k);
    return graph;
  }

  private void assertGood(V vectors, NeighbourGraph graph, int k) {
    ExactNeighbours exact = ExactNeighbours.of(vectors, leavesOutUnrelated());
    GraphChecks.assertWellFormed(vectors, graph, k);
    assertThat(exact.recall(graph, k))
        .as("recall@%d of %d documents", k, vectors.size())
        .isGreaterThanOrEqualTo(promisedRecall());
  }

  private NeighbourGraph run(NeighbourIndex<? super V> index, V vectors, int k, int threads) {
    try (StageResources resources = StageResources.open(threads, SEED)) {
      return index.neighbours(vectors, k, resources);
    }
  }

  // Types for which there are indexes that take no other type return their own.
  @SuppressWarnings("unchecked")
  private V subset(V vectors, int[] ordinals) {
    return (V) vectors.subset(ordinals);
  }

  private static void assertSame(NeighbourGraph graph, NeighbourGraph expected, String what) {
    assertThat(graph.size()).as(what).isEqualTo(expected.size());
    for (int i = 0; i < graph.size(); i++) {
      assertThat(neighbours(graph, i))
          .as("%s: neighbours of %d", what, i)
          .isEqualTo(neighbours(expected, i));
      assertThat(cosines(graph, i))
          .as("%s: cosines of %d", what, i)
          .isEqualTo(cosines(expected, i));
    }
  }

  private static int[] neighbours(NeighbourGraph graph, int ordinal) {
    int[] neighbours = new int[graph.degree(ordinal)];
    Arrays.setAll(neighbours, rank -> graph.neighbour(ordinal, rank));
    return neighbours;
  }

  private static float[] cosines(NeighbourGraph graph, int ordinal) {
    float[] cosines = new float[graph.degree(ordinal)];
    for (int r = 0; r < cosines.length; r++) {
      cosines[r] = graph.cosine(ordinal, r);
    }
    return cosines;
  }
}
