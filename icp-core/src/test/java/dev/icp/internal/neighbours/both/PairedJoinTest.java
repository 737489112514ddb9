package dev.icp.internal.neighbours.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.icp.NeighbourIndexes;
import dev.icp.contract.NeighbourIndexContract;
import dev.icp.internal.neighbours.graph.PairedGraph;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.StageResources;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedJoinTest {
  /** All with all. */
  @Nested
  class Exact extends NeighbourIndexContract<PairedVectors> {
    @Override
    protected NeighbourIndex<PairedVectors> index() {
      return NeighbourIndexes.both(0.95);
    }

    @Override
    protected PairedVectors vectors(int size, long seed) {
      return PairedSamples.of(size, seed, 0.4);
    }

    @Override
    protected double promisedRecall() {
      return 1;
    }
  }

  /** By candidates, whatever the size. */
  @Nested
  class Candidates extends NeighbourIndexContract<PairedVectors> {
    @Override
    protected NeighbourIndex<PairedVectors> index() {
      return candidates(0.9);
    }

    @Override
    protected PairedVectors vectors(int size, long seed) {
      return PairedSamples.of(size, seed, 0.4);
    }

    @Override
    protected double promisedRecall() {
      return 0.9;
    }
  }

  private static NeighbourIndex<PairedVectors> candidates(double recall) {
    return new PairedJoin(NeighbourIndexes.exactSparse(), NeighbourIndexes.exact(), recall, 0);
  }

  /** Compared pair by pair with the cosines as the vectors give them. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 0.99})
  void isTheWeightedSum(double weight) {
    PairedVectors vectors = PairedSamples.of(700, 3, weight);
    try (StageResources resources = StageResources.open(2, 1)) {
      NeighbourGraph graph = NeighbourIndexes.both(1).neighbours(vectors, 5, resources);
      for (int i = 0; i < graph.size(); i++) {
        int document = i;
        double[] best =
            IntStream.range(0, vectors.size())
                .filter(other -> other != document)
                .mapToDouble(
                    other ->
                        (1 - weight) * vectors.words().cosine(document, other)
                            + weight * vectors.meaning().cosine(document, other))
                .sorted()
                .toArray();
        for (int r = 0; r < 5; r++) {
          assertThat(graph.cosine(i, r))
              .isCloseTo((float) best[best.length - 1 - r], within(1e-5f));
        }
      }
    }
  }

  /** What is near by words alone, or by meaning alone, is a candidate. */
  @Test
  void candidatesOfBothKindsAreTaken() {
    PairedVectors vectors = PairedSamples.of(2_000, 9, 0.5);
    try (StageResources resources = StageResources.open(2, 1)) {
      NeighbourGraph exact = NeighbourIndexes.both(1).neighbours(vectors, 10, resources);
      NeighbourGraph found = candidates(0.95).neighbours(vectors, 10, resources);
      assertThat(found.recall()).isBetween(0.9, 1.0);
      assertThat(share(found, exact)).isBetween(found.recall() - 0.04, found.recall() + 0.04);
      NeighbourGraph byWords =
          NeighbourIndexes.exactSparse().neighbours(vectors.words(), 10, resources);
      assertThat(share(byWords, exact)).as("by words alone").isLessThan(0.8);
    }
  }

  private static double share(NeighbourGraph graph, NeighbourGraph exact) {
    long found = 0;
    for (int i = 0; i < exact.size(); i++) {
      int document = i;
      found +=
          IntStream.range(0, exact.degree(i))
              .filter(
                  r ->
                      IntStream.range(0, graph.degree(document))
                          .anyMatch(
                              s -> graph.neighbour(document, s) == exact.neighbour(document, r)))
              .count();
    }
    return found / (double) (exact.size() * exact.k());
  }

  @Test
  void keepsTheNeighboursByWordsForNearDuplicates() {
    PairedVectors vectors = PairedSamples.of(300, 5, 0.5);
    try (StageResources resources = StageResources.open(2, 1)) {
      NeighbourGraph words =
          NeighbourIndexes.exactSparse().neighbours(vectors.words(), 4, resources);
      for (NeighbourIndex<PairedVectors> index :
          List.of(NeighbourIndexes.both(0.95), candidates(0.9))) {
        NeighbourGraph graph = index.neighbours(vectors, 4, resources);
        assertThat(graph).isInstanceOf(PairedGraph.class);
        NeighbourGraph kept = PairedGraph.ofCopies(graph);
        assertThat(kept.k()).isEqualTo(4);
        for (int i = 0; i < 300; i++) {
          assertThat(kept.degree(i)).isEqualTo(words.degree(i));
          for (int r = 0; r < kept.degree(i); r++) {
            assertThat(kept.neighbour(i, r)).isEqualTo(words.neighbour(i, r));
            assertThat(kept.cosine(i, r)).isEqualTo(words.cosine(i, r));
          }
        }
      }
    }
  }

  @Test
  void refusesWhatCannotBe() {
    for (double recall : new double[] {0, 1.5, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NeighbourIndexes.both(recall))
          .withMessageContaining("recall: " + recall);
    }
    for (double weight : new double[] {0, 1, -1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PairedSamples.of(3, 1, weight))
          .withMessage("weight of the meaning: " + weight + ", expected above 0 and below 1");
    }
    PairedVectors one = PairedSamples.of(3, 1, 0.5);
    PairedVectors other = PairedSamples.of(4, 1, 0.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedVectors(one.words(), other.meaning(), 0.5))
        .withMessage("vectors: 4 rows for 3 documents");
  }
}
