package dev.icp.internal.neighbours.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.Boundary;
import dev.icp.ContextOrderers;
import dev.icp.internal.neighbours.JoinSamples;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import dev.icp.spi.Storage;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredGraphTest {
  private static final long NO_HEAP = 0;

  /** Lists of all lengths, also of none. */
  private static NeighbourGraph made(int size, int k) {
    SplittableRandom random = new SplittableRandom(size + 31L * k);
    NeighbourGraph.Builder made = NeighbourGraph.builder(size, k);
    for (int i = 0; i < size; i++) {
      int self = i;
      int[] neighbours = random.ints(0, size).filter(n -> n != self).limit(k).distinct().toArray();
      int count = random.nextInt(neighbours.length + 1);
      float[] cosines = new float[count];
      for (int r = 0; r < count; r++) {
        cosines[r] = random.nextInt(-20, 21) / 20f;
      }
      made.set(i, neighbours, cosines, count);
    }
    return made.build(0.75);
  }

  private static NeighbourGraph stored(NeighbourGraph graph, Storage storage) {
    NeighbourGraph stored = StoredGraph.ifLarge(graph, storage, NO_HEAP);
    assertThat(stored).isInstanceOf(StoredGraph.class);
    return stored;
  }

  /** One row, a block, a block and a row, and more blocks than are kept in memory. */
  @ParameterizedTest
  @CsvSource({"2, 1", "16, 3", "17, 20", "1000, 20", "40000, 2"})
  void readsAsItWasOnTheHeap(int size, int k) {
    NeighbourGraph graph = made(size, k);
    try (StageResources resources = StageResources.open(4, 0)) {
      NeighbourGraph stored = stored(graph, resources.storage());
      assertThat(stored.size()).isEqualTo(graph.size());
      assertThat(stored.k()).isEqualTo(graph.k());
      assertThat(stored.recall()).isEqualTo(0.75);
      assertThat(JoinSamples.lists(stored)).isEqualTo(JoinSamples.lists(graph));
      // By several threads, far from one another.
      int[] differing = new int[8];
      resources.forEach(
          differing.length,
          task -> {
            SplittableRandom random = new SplittableRandom(task);
            for (int i = 0; i < 2_000; i++) {
              int document = random.nextInt(size);
              differing[task] += isSame(graph, stored, document) ? 0 : 1;
            }
          });
      assertThat(differing).containsOnly(0);
    }
  }

  private static boolean isSame(NeighbourGraph graph, NeighbourGraph other, int document) {
    int degree = graph.degree(document);
    return other.degree(document) == degree
        && IntStream.range(0, degree)
            .allMatch(
                r ->
                    other.neighbour(document, r) == graph.neighbour(document, r)
                        && other.cosine(document, r) == graph.cosine(document, r));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cohesive", "paper", "reference", "splice", "nearest-with-repeats"})
  void ordersAreTheSame(String name) {
    NeighbourGraph graph = made(3000, 10);
    ContextOrderer orderer = ContextOrderers.byName(name);
    int[] tokens = new SplittableRandom(1).ints(graph.size(), 1, 300).toArray();
    try (StageResources resources = StageResources.open(2, 0)) {
      int[][] orders = new int[2][];
      Arrays.setAll(
          orders,
          i ->
              orderer
                  .order(
                      new OrderingProblem(
                          i == 0 ? graph : stored(graph, resources.storage()),
                          tokens,
                          1000,
                          1,
                          Boundary.SPLIT,
                          resources))
                  .documents());
      assertThat(orders[1]).isEqualTo(orders[0]);
    }
  }

  /** Of both graphs of a pair each goes where it belongs. */
  @Test
  void bothOfAPair() {
    NeighbourGraph both = made(100, 20);
    NeighbourGraph words = made(100, 2);
    try (StageResources resources = StageResources.open(1, 0)) {
      PairedGraph paired =
          (PairedGraph)
              StoredGraph.ifLarge(new PairedGraph(both, words), resources.storage(), 50_000);
      assertThat(paired.both()).isInstanceOf(StoredGraph.class);
      assertThat(paired.words()).isSameAs(words);
    }
  }

  @Test
  void smallOnesAndThoseOfOthersStay() {
    NeighbourGraph graph = made(100, 20);
    NeighbourGraph theirs = new TheirGraph(graph);
    try (StageResources resources = StageResources.open(1, 0)) {
      assertThat(StoredGraph.ifLarge(graph, resources.storage(), 1 << 20)).isSameAs(graph);
      assertThat(StoredGraph.ifLarge(theirs, resources.storage(), NO_HEAP)).isSameAs(theirs);
    }
  }

  /** One that is where its maker wants it. */
  private record TheirGraph(NeighbourGraph graph) implements NeighbourGraph {
    @Override
    public int size() {
      return graph.size();
    }

    @Override
    public int k() {
      return graph.k();
    }

    @Override
    public int degree(int ordinal) {
      return graph.degree(ordinal);
    }

    @Override
    public int neighbour(int ordinal, int rank) {
      return graph.neighbour(ordinal, rank);
    }

    @Override
    public float cosine(int ordinal, int rank) {
      return graph.cosine(ordinal, rank);
    }
  }

  /** Ten million documents fill a fifth of 8 GB, and no number of rows or bytes is an int's. */
  @Test
  void countsBytesAsLongs() {
    assertThat(StoredGraph.bytes(10_000_000, 20)).isEqualTo(1_640_000_000L);
    assertThat(StoredGraph.bytes(Integer.MAX_VALUE, 1_000)).isEqualTo(17_188_459_110_588L);
    assertThat(StoredGraph.isLarge(10_000_000, 20, 8L << 30)).isFalse();
    assertThat(StoredGraph.isLarge(10_000_000, 20, 7L << 30)).isTrue();
    assertThat(StoredGraph.isLarge(Integer.MAX_VALUE, 1_000, 8L << 30)).isTrue();
  }

  @Test
  void asManyListsAsWereSaid() {
    try (StageResources resources = StageResources.open(1, 0)) {
      StoredGraph.Writer writer = new StoredGraph.Writer(3, 1, resources.storage());
      writer.write(new NeighbourLists(1, 1), 0);
      assertThatThrownBy(() -> writer.graph(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("1 lists of 3");
    }
  }
}
