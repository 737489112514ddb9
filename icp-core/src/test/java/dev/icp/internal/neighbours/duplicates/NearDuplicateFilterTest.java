package dev.icp.internal.neighbours.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.internal.base.Shuffle;
import dev.icp.internal.neighbours.dense.ExactJoin;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearDuplicateFilterTest {
  /** Many more near duplicates than a list has room for, and any order of preference. */
  @Test
  void decidesAsIfAllPairsWereKnown() {
    SplittableRandom random = new SplittableRandom(31);
    int dropped = 0;
    int crowded = 0;
    try (StageResources resources = StageResources.open(2, 0)) {
      for (int run = 0; run < 300; run++) {
        long seed = random.nextLong();
        int n = 1 + random.nextInt(150);
        DenseVectors vectors = clusters(n, 1 + random.nextInt(12), seed);
        int k = 1 + random.nextInt(5);
        float threshold = 0.9f + random.nextInt(99) / 1000f;
        int[] ranks = Shuffle.permutation(n, seed, "preference");
        NeighbourGraph graph = new ExactJoin().neighbours(vectors, k, resources);
        NearDuplicateFilter.Result result =
            new NearDuplicateFilter(
                    graph,
                    threshold,
                    vectors,
                    some -> IntArrays.quickSort(some, (a, b) -> ranks[a] - ranks[b]))
                .filter(some -> new ExactJoin().neighbours(vectors.subset(some), k, resources));

        assertThat(result.kept())
            .as("kept, seed %d", seed)
            .containsExactly(greedy(vectors, threshold, ranks));
        checkDropped(vectors, threshold, ranks, result);
        NeighbourGraph rest =
            new ExactJoin().neighbours(vectors.subset(result.kept()), k, resources);
        for (int i = 0; i < result.kept().length; i++) {
          assertThat(result.graph().degree(i)).isEqualTo(rest.degree(i));
          assertThat(result.graph().neighbour(i, 0)).isEqualTo(rest.neighbour(i, 0));
        }
        dropped += result.dropped().length;
        NearPairs pairs = new NearPairs(graph, threshold, vectors);
        crowded += (int) IntStream.range(0, n).filter(pairs::crowded).count();
      }
    }
    assertThat(dropped).isGreaterThan(5000);
    assertThat(crowded).isGreaterThan(5000);
  }

  private static void checkDropped(
      DenseVectors vectors, float threshold, int[] ranks, NearDuplicateFilter.Result result) {
    List<Integer> all = new ArrayList<>(IntStream.of(result.kept()).boxed().toList());
    for (int i = 0; i < result.dropped().length; i++) {
      int document = result.dropped()[i];
      int keeper = result.keepers()[i];
      assertThat(result.kept()).contains(keeper);
      assertThat(ranks[keeper]).isLessThan(ranks[document]);
      assertThat(result.cosines()[i]).isGreaterThanOrEqualTo(threshold);
      assertThat(result.cosines()[i])
          .isCloseTo(vectors.cosine(document, keeper), org.assertj.core.data.Offset.offset(1e-5f));
      all.add(document);
    }
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, vectors.size()).boxed().toList());
  }

  private static int[] greedy(DenseVectors vectors, float threshold, int[] ranks) {
    int[] byRank = new int[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      byRank[ranks[i]] = i;
    }
    List<Integer> kept = new ArrayList<>();
    for (int document : byRank) {
      if (kept.stream().noneMatch(other -> vectors.cosine(document, other) >= threshold)) {
        kept.add(document);
      }
    }
    return kept.stream().mapToInt(i -> i).sorted().toArray();
  }

  private static DenseVectors clusters(int n, int clusters, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] centres = new float[clusters][4];
    for (float[] centre : centres) {
      for (int d = 0; d < 4; d++) {
        centre[d] = (float) random.nextDouble(-1, 1);
      }
    }
    float[][] rows = new float[n][4];
    for (float[] row : rows) {
      float[] centre = centres[random.nextInt(clusters)];
      for (int d = 0; d < 4; d++) {
        row[d] = centre[d] + (float) random.nextDouble(-0.3, 0.3);
      }
    }
    return DenseVectors.of(rows);
  }

  @Test
  void aLargeClusterTakesFewSearches() {
    DenseVectors vectors = clusters(3000, 1, 5);
    int[] searches = {0};
    try (StageResources resources = StageResources.open(2, 0)) {
      NearDuplicateFilter.Result result =
          new NearDuplicateFilter(
                  new ExactJoin().neighbours(vectors, 2, resources), 0.5f, vectors, some -> {})
              .filter(
                  some -> {
                    searches[0]++;
                    return new ExactJoin().neighbours(vectors.subset(some), 2, resources);
                  });
      assertThat(result.kept().length).isLessThan(10);
    }
    assertThat(searches[0]).isLessThan(20);
  }
}
