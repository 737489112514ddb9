package dev.icp.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.icp.contract.DenseNeighbourIndexContract;
import dev.icp.contract.DenseSamples;
import dev.icp.contract.ExactNeighbours;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.StageResources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneHnswIndexTest {
  @Nested
  class AsItComes extends DenseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<DenseVectors> index() {
      return LuceneHnswIndex.create();
    }

    @Override
    protected double promisedRecall() {
      return 0.94;
    }
  }

  /** So narrow that few documents are enough for it to be a graph, and to miss some. */
  @Nested
  class Narrow extends DenseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<DenseVectors> index() {
      return LuceneHnswIndex.builder().connections(4).beamWidth(10).searchWidth(1).build();
    }

    @Override
    protected double promisedRecall() {
      return 0.8;
    }
  }

  /** Lucene's builder with a search for each document. */
  @Nested
  class Plain extends DenseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<DenseVectors> index() {
      return LuceneHnswIndex.builder().deterministic(false).collecting(false).build();
    }

    @Override
    protected double promisedRecall() {
      return 0.95;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true,true,0.5",
    "true,false,0.5",
    "false,true,0.5",
    "false,false,0.5",
    "true,true,2"
  })
  void reachesTheRecallThatWasAskedFor(boolean deterministic, boolean collecting, double spread) {
    DenseVectors vectors = DenseSamples.clustered(3000, 48, 60, spread, 11);
    ExactNeighbours exact = ExactNeighbours.of(vectors, false);
    for (double recall : new double[] {0.8, 0.95}) {
      LuceneHnswIndex index =
          LuceneHnswIndex.builder()
              .beamWidth(24)
              .deterministic(deterministic)
              .collecting(collecting)
              .recall(recall)
              .build();
      NeighbourGraph graph = run(index, vectors, 20, 2);
      assertThat(exact.recall(graph, 20)).isGreaterThanOrEqualTo(recall - 0.01);
      assertThat(graph.recall()).isCloseTo(exact.recall(graph, 20), within(0.03));
    }
  }

  /** So little is asked for that nothing is searched for. */
  @Test
  void collectsMostWhileBuilding() {
    DenseVectors vectors = DenseSamples.clustered(3000, 32, 120, 0.3, 17);
    NeighbourGraph graph = run(LuceneHnswIndex.builder().recall(0.01).build(), vectors, 10, 2);
    assertThat(ExactNeighbours.of(vectors, false).recall(graph, 10)).isGreaterThan(0.9);
  }

  /** In no clusters at all, vectors of many dimensions have no short ways to their neighbours. */
  @Test
  void comparesInBlocksWhereSearchingWouldTakeLonger() {
    DenseVectors vectors = DenseSamples.clustered(3000, 64, 3000, 1, 19);
    List<String> remarks = new ArrayList<>();
    LuceneHnswIndex index =
        LuceneHnswIndex.builder().beamWidth(10).recall(0.99).remarks(remarks::add).build();
    NeighbourGraph graph = run(index, vectors, 10, 2);
    assertThat(remarks).singleElement().asString().contains("comparing in blocks");
    assertThat(ExactNeighbours.of(vectors, false).recall(graph, 10)).isEqualTo(1);
    remarks.clear();

    run(LuceneHnswIndex.builder().recall(0.01).remarks(remarks::add).build(), vectors, 10, 2);
    assertThat(remarks).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sameGraphForAnyNumberOfThreads(boolean collecting) {
    DenseVectors vectors = DenseSamples.clustered(3000, 16, 300, 0.7, 18);
    LuceneHnswIndex index = LuceneHnswIndex.builder().beamWidth(20).collecting(collecting).build();
    NeighbourGraph expected = run(index, vectors, 10, 1);
    for (int threads : new int[] {2, 4}) {
      NeighbourGraph graph = run(index, vectors, 10, threads);
      for (int i = 0; i < vectors.size(); i++) {
        assertThat(neighbours(graph, i)).as("of %d", i).isEqualTo(neighbours(expected, i));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,2", "2,300", "3,300", "1025,300", "4096,150"})
  void takesAnyDimension(int dimension, int size) {
    DenseVectors vectors = DenseSamples.clustered(size, dimension, 5, 0.7, 12);
    NeighbourGraph graph = run(LuceneHnswIndex.builder().searchWidth(30).build(), vectors, 5, 2);
    assertThat(ExactNeighbours.of(vectors, false).recall(graph, 5)).isGreaterThanOrEqualTo(0.95);
  }

  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "300,true", "300,false"})
  void manyDuplicatesDoNotHideTheOthers(int different, boolean deterministic) {
    // Two thirds have one and the same vector: more than a search that saw them singly would pass.
    DenseVectors some = DenseSamples.clustered(different, 16, 10, 0.5, 13);
    int[] ordinals = IntStream.range(0, 900).map(i -> i % 3 == 0 ? i / 3 % different : 0).toArray();
    DenseVectors vectors = some.subset(ordinals);
    NeighbourGraph graph =
        run(LuceneHnswIndex.builder().deterministic(deterministic).build(), vectors, 20, 2);
    assertThat(ExactNeighbours.of(vectors, false).recall(graph, 20)).isGreaterThanOrEqualTo(0.94);
  }

  @Test
  void equalVectorsAreFoundByOrdinal() {
    DenseVectors vectors = DenseVectors.of(new float[][] {{1, 2}}).subset(new int[500]);
    NeighbourGraph graph = run(LuceneHnswIndex.create(), vectors, 3, 1);
    assertThat(neighbours(graph, 0)).containsExactly(1, 2, 3);
    assertThat(neighbours(graph, 2)).containsExactly(0, 1, 3);
    assertThat(neighbours(graph, 499)).containsExactly(0, 1, 2);
  }

  @Test
  void vectorsInAFileGiveTheSameGraph(@TempDir Path folder) {
    DenseVectors vectors = DenseSamples.clustered(2000, 8, 40, 0.5, 14);
    try (StageResources inFile = StageResources.open(2, 1, folder, 0);
        StageResources inMemory = StageResources.open(2, 1);
        DenseVectors stored = stored(vectors, inFile);
        DenseVectors held = stored(vectors, inMemory)) {
      LuceneHnswIndex index = LuceneHnswIndex.create();
      NeighbourGraph graph = index.neighbours(stored, 10, inFile);
      NeighbourGraph expected = index.neighbours(held, 10, inMemory);
      for (int i = 0; i < vectors.size(); i++) {
        assertThat(neighbours(graph, i)).as("of %d", i).isEqualTo(neighbours(expected, i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesLucenesSeedAlone(boolean deterministic) {
    long before = HnswGraphBuilder.randSeed;
    DenseVectors vectors = DenseSamples.clustered(300, 4, 3, 0.5, 15);
    run(LuceneHnswIndex.builder().deterministic(deterministic).build(), vectors, 5, 2);
    assertThat(HnswGraphBuilder.randSeed).isEqualTo(before);
  }

  @Test
  void isDeterministicUnlessToldOtherwise() {
    assertThat(LuceneHnswIndex.create().deterministic()).isTrue();
    assertThat(LuceneHnswIndex.builder().deterministic(false).build().deterministic()).isFalse();
  }

  @Test
  void fingerprintTellsSettingsApart() {
    assertThat(
            List.of(
                LuceneHnswIndex.create().fingerprint(),
                LuceneHnswIndex.builder().connections(17).build().fingerprint(),
                LuceneHnswIndex.builder().beamWidth(17).build().fingerprint(),
                LuceneHnswIndex.builder().searchWidth(17).build().fingerprint(),
                LuceneHnswIndex.builder().recall(0.17).build().fingerprint(),
                LuceneHnswIndex.builder().collecting(false).build().fingerprint(),
                LuceneHnswIndex.builder().deterministic(false).build().fingerprint(),
                LuceneHnswIndex.builder().reusing(false).build().fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesSettingsOutOfRange() {
    LuceneHnswIndex.Builder builder = LuceneHnswIndex.builder();
    refuses(() -> builder.connections(1), "connections: 1, expected 2 to 512");
    refuses(() -> builder.connections(513), "connections: 513, expected 2 to 512");
    refuses(() -> builder.beamWidth(0), "beamWidth: 0, expected 1 to 65536");
    refuses(() -> builder.searchWidth(-1), "searchWidth: -1, expected 0 to 65536");
    refuses(() -> builder.recall(0), "recall: 0.0, expected above 0 and at most 1");
    refuses(() -> builder.recall(Double.NaN), "recall: NaN, expected above 0 and at most 1");
  }

  private static void refuses(Runnable setting, String message) {
    assertThatIllegalArgumentException().isThrownBy(setting::run).withMessage(message);
  }

  private static NeighbourGraph run(
      LuceneHnswIndex index, DenseVectors vectors, int k, int threads) {
    try (StageResources resources = StageResources.open(threads, 1)) {
      return index.neighbours(vectors, k, resources);
    }
  }

  /** Copies vectors by way of an embedder, whose vectors are in a file if there is no budget. */
  private static DenseVectors stored(DenseVectors vectors, StageResources resources) {
    Embedder<DenseVectors> embedder =
        Embedder.of(vectors.dimension(), texts -> rows(vectors, texts));
    try (EmbeddingSession<DenseVectors> session = embedder.open(resources)) {
      for (int i = 0; i < vectors.size(); i++) {
        session.add(i, List.of(String.valueOf(i)));
      }
      return session.finish();
    }
  }

  private static float[][] rows(DenseVectors vectors, List<String> ordinals) {
    float[][] rows = new float[ordinals.size()][vectors.dimension()];
    for (int i = 0; i < rows.length; i++) {
      vectors.read(Integer.parseInt(ordinals.get(i)), 1, rows[i], 0);
    }
    return rows;
  }

  private static int[] neighbours(NeighbourGraph graph, int ordinal) {
    return IntStream.range(0, graph.degree(ordinal))
        .map(rank -> graph.neighbour(ordinal, rank))
        .toArray();
  }
}
