package dev.icp.internal.neighbours.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.icp.NeighbourIndexes;
import dev.icp.internal.neighbours.JoinSamples;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseCellJoinTest {
  private static final int SIZE = 4000;
  private static final int K = 10;

  /** Documents of 20 terms, half of them among the 60 of one of 80 topics, which overlap. */
  private static SparseVectors topics(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SparseRows all = new SparseRows();
    for (int i = 0; i < SIZE; i++) {
      int topic = random.nextInt(80);
      int[] terms = new int[20];
      for (int t = 0; t < terms.length; t++) {
        terms[t] = t % 2 == 0 ? topic * 40 + random.nextInt(60) : random.nextInt(5000);
      }
      terms = java.util.Arrays.stream(terms).distinct().sorted().toArray();
      float[] weights = new float[terms.length];
      double squares = 0;
      for (int t = 0; t < terms.length; t++) {
        weights[t] = 1 + random.nextInt(3);
        squares += weights[t] * weights[t];
      }
      for (int t = 0; t < terms.length; t++) {
        weights[t] /= (float) Math.sqrt(squares);
      }
      all.add(terms, weights, 0, terms.length);
    }
    return new RowVectors(all, 5000);
  }

  private record RowVectors(SparseRows rows, int terms) implements SparseVectors {
    @Override
    public int size() {
      return rows.rows();
    }

    @Override
    public void read(int first, int count, SparseRows target) {
      target.clear();
      for (int r = first; r < first + count; r++) {
        int start = rows.start(r);
        int length = rows.start(r + 1) - start;
        int[] rowTerms = java.util.Arrays.copyOfRange(rows.terms(), start, start + length);
        float[] rowWeights = java.util.Arrays.copyOfRange(rows.weights(), start, start + length);
        target.add(rowTerms, rowWeights, 0, length);
      }
    }
  }

  private static NeighbourGraph graph(
      NeighbourIndex<SparseVectors> index, SparseVectors vectors, int threads, long seed) {
    try (StageResources resources = StageResources.open(threads, seed)) {
      return index.neighbours(vectors, K, resources);
    }
  }

  private static double recall(NeighbourGraph graph, SparseVectors vectors) {
    try (StageResources resources = StageResources.open(2, 0)) {
      return NeighbourIndexes.sampledRecall(graph, vectors, SIZE, resources);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.97})
  void reachesTheWantedRecallAndSaysSo(double wanted) {
    SparseVectors vectors = topics(1);
    NeighbourGraph graph = graph(new SparseCellJoin(wanted, 0, 40), vectors, 2, 0);
    double recall = recall(graph, vectors);
    assertThat(recall).isGreaterThanOrEqualTo(wanted);
    assertThat(graph.recall()).isCloseTo(recall, within(0.02));
  }

  @Test
  void findsLessWhereLessIsWanted() {
    SparseVectors vectors = topics(1);
    double low = recall(graph(new SparseCellJoin(0.3, 0, 40), vectors, 2, 0), vectors);
    double high = recall(graph(new SparseCellJoin(0.97, 0, 40), vectors, 2, 0), vectors);
    assertThat(low).isLessThan(high);
  }

  @Test
  void sameForAnyNumberOfThreadsAndDifferentForAnotherSeed() {
    SparseVectors vectors = topics(2);
    SparseCellJoin index = new SparseCellJoin(0.8, 0, 40);
    List<String> expected = JoinSamples.lists(graph(index, vectors, 1, 3));
    for (int threads : new int[] {1, 2, 4}) {
      assertThat(JoinSamples.lists(graph(index, vectors, threads, 3))).isEqualTo(expected);
    }
    assertThat(JoinSamples.lists(graph(index, vectors, 2, 4))).isNotEqualTo(expected);
  }

  @Test
  void cosinesAreThoseOfTheExactIndexBitByBit() {
    SparseVectors vectors = topics(3);
    NeighbourGraph exact = graph(new InvertedIndexJoin(), vectors, 2, 0);
    NeighbourGraph found = graph(new SparseCellJoin(0.9, 0, 40), vectors, 2, 0);
    long same = 0;
    for (int i = 0; i < SIZE; i++) {
      for (int r = 0; r < K; r++) {
        assertThat(found.cosine(i, r)).isLessThanOrEqualTo(exact.cosine(i, r));
        same += found.cosine(i, r) == exact.cosine(i, r) ? 1 : 0;
      }
    }
    assertThat(same).isGreaterThan((long) (0.8 * SIZE * K));
  }

  @Test
  void smallCorporaAndARecallOfOneAreExact() {
    SparseVectors vectors = topics(4);
    List<String> exact = JoinSamples.lists(graph(NeighbourIndexes.exactSparse(), vectors, 2, 0));
    NeighbourGraph small = graph(NeighbourIndexes.invertedIndex(0.5), vectors, 2, 0);
    NeighbourGraph all = graph(new SparseCellJoin(1, 0, 40), vectors, 2, 0);
    assertThat(JoinSamples.lists(small)).isEqualTo(exact);
    assertThat(JoinSamples.lists(all)).isEqualTo(exact);
    assertThat(small.recall()).isEqualTo(1);
    assertThat(all.recall()).isEqualTo(1);
  }

  /** No two documents are more alike than others: cells are of no use. */
  @Test
  void exactWhereCellsDoNotHelp() {
    SparseRows rows = new SparseRows();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 3000; i++) {
      int[] terms = random.ints(0, 3000).distinct().limit(3).sorted().toArray();
      float weight = (float) Math.sqrt(1 / 3.0);
      rows.add(terms, new float[] {weight, weight, weight}, 0, 3);
    }
    SparseVectors vectors = new RowVectors(rows, 3000);
    NeighbourGraph found = graph(new SparseCellJoin(0.99, 0, 5), vectors, 2, 0);
    assertThat(recall(found, vectors)).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void documentsOfNoTerms() {
    SparseRows rows = new SparseRows();
    for (int i = 0; i < 500; i++) {
      rows.add(new int[] {i % 2}, new float[] {1f / (1 + i / 10)}, 0, i < 100 ? 1 : 0);
    }
    SparseVectors vectors = new RowVectors(rows, 2);
    NeighbourGraph found = graph(new SparseCellJoin(0.9, 0, 10), vectors, 2, 0);
    assertThat(found.degree(99)).isEqualTo(K);
    assertThat(found.degree(100)).isZero();
  }

  @Test
  void heapOrFilesMakeNoDifference(@TempDir Path folder) {
    List<String> texts =
        new SplittableRandom(6)
            .ints(1000, 0, 50)
            .mapToObj(t -> "a" + t + " b" + t / 2 + " c" + t / 3 + " d" + t % 7)
            .toList();
    SparseCellJoin index = new SparseCellJoin(0.9, 0, 20);
    List<List<String>> lists = new java.util.ArrayList<>();
    for (long budget : new long[] {0, Long.MAX_VALUE / 2}) {
      try (StageResources resources = StageResources.open(2, 0, folder, budget);
          var session = dev.icp.Embedders.lexical().open(resources)) {
        session.add(0, texts);
        try (SparseVectors vectors = session.finish()) {
          lists.add(JoinSamples.lists(index.neighbours(vectors, K, resources)));
        }
      }
    }
    assertThat(lists.get(0)).isEqualTo(lists.get(1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void refusesARecallThatIsNone(double recall) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NeighbourIndexes.invertedIndex(recall))
        .withMessage("recall: " + recall + ", expected above 0 and at most 1");
  }
}
