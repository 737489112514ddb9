package dev.icp.formats.internal.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spi.NeighbourGraph;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapLayoutTest {
  private static final int CLIQUE = 12;

  /** Some cliques, and one document more that has no neighbour. */
  private static NeighbourGraph cliques(int many) {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(many * CLIQUE + 1, CLIQUE - 1);
    for (int i = 0; i < many * CLIQUE; i++) {
      int self = i;
      int first = i / CLIQUE * CLIQUE;
      int[] others =
          IntStream.range(first, first + CLIQUE).filter(other -> other != self).toArray();
      float[] cosines = new float[others.length];
      Arrays.fill(cosines, 0.5f);
      graph.set(i, others, cosines, others.length);
    }
    return graph.build();
  }

  private static double distance(short[][] places, int p, int q) {
    return Math.hypot(places[0][p] - places[0][q], places[1][p] - places[1][q]);
  }

  @Test
  void neighboursComeToLieNearEachOther() {
    int[] points = IntStream.range(0, 5 * CLIQUE).toArray();

    short[][] places = MapLayout.of(cliques(5), points);

    double within = 0;
    double between = Double.POSITIVE_INFINITY;
    for (int p = 0; p < points.length; p++) {
      for (int q = 0; q < p; q++) {
        if (p / CLIQUE == q / CLIQUE) {
          within = Math.max(within, distance(places, p, q));
        } else {
          between = Math.min(between, distance(places, p, q));
        }
      }
    }
    assertThat(within).isLessThan(between);
    assertThat(IntStream.of(points)).allSatisfy(p -> assertThat(places[0][p]).isNotNegative());
  }

  @Test
  void theSameGraphGivesTheSamePlaces() {
    int[] points = IntStream.range(0, 3 * CLIQUE).toArray();

    assertThat(MapLayout.of(cliques(3), points)).isDeepEqualTo(MapLayout.of(cliques(3), points));
  }

  @Test
  void whoHasNoNeighbourStandsAtTheLowerEdge() {
    int[] points = IntStream.rangeClosed(0, 3 * CLIQUE).toArray();

    short[][] places = MapLayout.of(cliques(3), points);

    assertThat(places[1][3 * CLIQUE]).isGreaterThan((short) (MapLayout.FULL * 0.985));
    assertThat(IntStream.range(0, 3 * CLIQUE).map(p -> places[1][p]))
        .allSatisfy(y -> assertThat(y).isLessThanOrEqualTo((int) (MapLayout.FULL * 0.985)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void fewPointsHavePlacesToo(int size) {
    short[][] places = MapLayout.of(cliques(1), IntStream.range(0, size).toArray());

    assertThat(places[0]).hasSize(size);
    assertThat(places[1]).hasSize(size);
  }
}
