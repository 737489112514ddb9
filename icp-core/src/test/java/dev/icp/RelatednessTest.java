package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RelatednessTest {
  private static final int DOCUMENTS = 900;

  /** Against the contexts themselves, of which there are fewer than the sample may have. */
  @Test
  void isWhatTheContextsSay() {
    SplittableRandom random = new SplittableRandom(3);
    float[][] rows = new float[DOCUMENTS][8];
    List<String> texts = new ArrayList<>();
    for (float[] row : rows) {
      for (int d = 0; d < row.length; d++) {
        row[d] = (float) random.nextDouble(-1, 1);
      }
      texts.add("x".repeat(1 + random.nextInt(60)));
    }
    DenseVectors vectors = DenseVectors.of(rows);
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(texts)
            .vectors(vectors, NeighbourIndexes.exact(), 5)
            .keepPathOrder()
            .pack(200)) {
      double pairs = 0;
      long[] byMean = new long[PackingReport.COSINE_BINS];
      double best = 0;
      double next = 0;
      long redundant = 0;
      List<Integer> before = List.of();
      for (PackedContext context : contexts) {
        List<Integer> documents =
            context.segments().stream().filter(s -> s.from() == 0).map(Segment::ordinal).toList();
        double mean = pairMean(vectors, documents);
        pairs += mean;
        byMean[(int) Math.clamp(mean * byMean.length, 0, byMean.length - 1)]++;
        best += bestSum(vectors, documents);
        redundant += redundant(vectors, documents);
        next += crossMean(vectors, before, documents);
        before = documents;
      }
      Relatedness relatedness = contexts.report().contexts().relatedness();
      assertThat(relatedness.contextsMeasured()).isEqualTo(contexts.size()).isLessThan(500);
      assertThat(relatedness.documentsPerContext())
          .isCloseTo(DOCUMENTS / (double) contexts.size(), within(1e-9));
      assertThat(relatedness.meanPairCosine()).isCloseTo(pairs / contexts.size(), within(1e-5));
      assertThat(relatedness.meanBestEarlierCosine()).isCloseTo(best / DOCUMENTS, within(1e-5));
      assertThat(relatedness.redundantShare())
          .isCloseTo(redundant / (double) DOCUMENTS, within(1e-9));
      assertThat(relatedness.randomRedundantShare())
          .isBetween(0.001, relatedness.redundantShare() / 2);
      assertThat(relatedness.nextContextCosine())
          .isCloseTo(next / (contexts.size() - 1), within(0.02));
      assertThat(relatedness.meanPairCosine()).isGreaterThan(0.2);
      assertThat(relatedness.pairCosines()).isEqualTo(LongStream.of(byMean).boxed().toList());
      assertThat(relatedness.randomPairCosines().stream().mapToLong(n -> n).sum())
          .isEqualTo(contexts.size());
      requireEveryPairCounted(contexts.report().order());
      assertThat(relatedness.randomPairCosine()).isCloseTo(0, within(0.05));
      assertThat(relatedness.randomBestEarlierCosine())
          .isBetween(0.1, relatedness.meanBestEarlierCosine() - 0.1);
    }
  }

  /** Half of the random cosines are negative, and in the first bin. */
  private static void requireEveryPairCounted(PackingReport.Order order) {
    assertThat(order.adjacentCosines()).hasSize(PackingReport.COSINE_BINS);
    assertThat(order.randomAdjacentCosines()).hasSize(PackingReport.COSINE_BINS);
    long pairs = DOCUMENTS - 1;
    assertThat(order.adjacentCosines().stream().mapToLong(n -> n).sum()).isEqualTo(pairs);
    assertThat(order.randomAdjacentCosines().stream().mapToLong(n -> n).sum()).isEqualTo(pairs);
    assertThat(order.randomAdjacentCosines().getFirst()).isBetween(pairs * 2 / 5, pairs * 3 / 5);
    assertThat(order.adjacentCosines().getFirst())
        .isLessThan(order.randomAdjacentCosines().getFirst() / 2);
  }

  private static double pairMean(DenseVectors vectors, List<Integer> documents) {
    double sum = 0;
    for (int i = 0; i < documents.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += vectors.cosine(documents.get(i), documents.get(j));
      }
    }
    return sum / (documents.size() * (documents.size() - 1) / 2.0);
  }

  private static double bestSum(DenseVectors vectors, List<Integer> documents) {
    double sum = 0;
    for (int i = 1; i < documents.size(); i++) {
      double best = -1;
      for (int j = 0; j < i; j++) {
        best = Math.max(best, vectors.cosine(documents.get(i), documents.get(j)));
      }
      sum += best;
    }
    return sum;
  }

  private static long redundant(DenseVectors vectors, List<Integer> documents) {
    long count = 0;
    for (int i = 1; i < documents.size(); i++) {
      boolean near = false;
      for (int j = 0; j < i; j++) {
        near |= vectors.cosine(documents.get(i), documents.get(j)) >= 0.8;
      }
      count += near ? 1 : 0;
    }
    return count;
  }

  private static double crossMean(DenseVectors vectors, List<Integer> some, List<Integer> others) {
    double sum = 0;
    for (int one : some) {
      for (int other : others) {
        sum += vectors.cosine(one, other) / (some.size() * (double) others.size());
      }
    }
    return sum;
  }

  @Test
  void unknownWithoutVectorsAndOfNoContexts() {
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(Collections.nCopies(6, "abc"))
            .graph(NeighbourGraph.builder(6, 1).build())
            .pack(12)) {
      Relatedness relatedness = contexts.report().contexts().relatedness();
      assertThat(relatedness.contextsMeasured()).isZero();
      assertThat(relatedness.documentsPerContext()).isEqualTo(3);
      assertThat(relatedness.meanPairCosine()).isNaN();
      assertThat(relatedness.pairCosines()).isEmpty();
      assertThat(contexts.report().order().adjacentCosines()).isEmpty();
    }
    try (PackedContexts contexts = ContextBuilder.ofTexts(List.of()).pack(12)) {
      assertThat(contexts.report().contexts().relatedness().documentsPerContext()).isNaN();
    }
  }
}
