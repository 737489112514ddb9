package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Boundary;
import dev.icp.NeighbourIndexes;
import dev.icp.contract.DenseSamples;
import dev.icp.contract.SparseSamples;
import dev.icp.internal.base.Shuffle;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import dev.icp.spi.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeywordGroupsTest {
  private static final int DOCUMENTS = 200;

  @Test
  void groupsShareAKeywordAndStandAtRandom() {
    int shared = 0;
    for (long seed = 0; seed < 8; seed++) {
      SparseVectors words = SparseSamples.withTopics(DOCUMENTS, seed);
      int[] counts = new SplittableRandom(seed).ints(DOCUMENTS, 0, 200).toArray();
      int length = 100 + 150 * (int) seed;
      DocumentOrder order = order(words, counts, length, seed);
      Map<Integer, List<Integer>> expected = groups(words, counts, length, seed);
      List<List<Integer>> found = stretches(order);
      assertThat(found).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected.values());
      shared += (int) found.stream().filter(group -> group.size() > 2).count();
    }
    assertThat(shared).as("groups of several documents").isGreaterThan(30);
  }

  @Test
  void relatedGroupsStandSideBySide() {
    SparseVectors words = SparseSamples.withTopics(DOCUMENTS, 3);
    int[] counts = new int[DOCUMENTS];
    Arrays.fill(counts, 100);
    DocumentOrder order = order(words, counts, 200, 3);
    double beside = 0;
    double any = 0;
    int[] breaks = order.breaks();
    SplittableRandom random = new SplittableRandom(1);
    for (int at : breaks) {
      beside += words.cosine(order.document(at - 1), order.document(at));
      any += words.cosine(random.nextInt(DOCUMENTS), random.nextInt(DOCUMENTS));
    }
    assertThat(beside).isGreaterThan(2 * any);
  }

  @Test
  void fewDocuments() {
    for (int n : new int[] {0, 1, 2, 3}) {
      assertThat(order(SparseSamples.withTopics(n, 1), new int[n], 10, 1).size()).isEqualTo(n);
    }
  }

  @Test
  void goesByWords() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> order(DenseSamples.clustered(5, 4, 2, 1, 0), new int[5], 10, 0))
        .withMessageStartingWith("the order keywords goes by documents' words");
  }

  private static DocumentOrder order(Vectors vectors, int[] counts, int length, long seed) {
    try (StageResources resources = StageResources.open(2, seed)) {
      NeighbourGraph graph =
          vectors instanceof SparseVectors words && counts.length > 0
              ? NeighbourIndexes.exactSparse().neighbours(words, 8, resources)
              : NeighbourGraph.builder(counts.length, 1).build();
      return new KeywordGroups()
          .order(
              new OrderingProblem(graph, counts, length, 1, Boundary.SPLIT, resources)
                  .withVectors(vectors, some -> graph));
    }
  }

  private static List<List<Integer>> stretches(DocumentOrder order) {
    List<List<Integer>> stretches = new ArrayList<>();
    List<Integer> breaks = Arrays.stream(order.breaks()).boxed().toList();
    for (int p = 0; p < order.size(); p++) {
      if (p == 0 || breaks.contains(p)) {
        stretches.add(new ArrayList<>());
      }
      stretches.getLast().add(order.document(p));
    }
    return stretches;
  }

  private static Map<Integer, List<Integer>> groups(
      SparseVectors words, int[] counts, int length, long seed) {
    double mean = (Arrays.stream(counts).sum() + DOCUMENTS) / (double) DOCUMENTS;
    double enough = Math.max(2, Math.ceil(length / mean));
    Map<Integer, List<Integer>> groups = new HashMap<>();
    for (int document : Shuffle.permutation(DOCUMENTS, seed, "keywords")) {
      Map<Integer, Float> weights = weights(words, document);
      int keyword = strongest(words, weights, enough);
      keyword = keyword < 0 ? strongest(words, weights, 2) : keyword;
      groups
          .computeIfAbsent(keyword < 0 ? ~document : keyword, k -> new ArrayList<>())
          .add(document);
    }
    return groups;
  }

  private static int strongest(SparseVectors words, Map<Integer, Float> weights, double enough) {
    int best = -1;
    for (int term : weights.keySet().stream().sorted().toList()) {
      int documents = 0;
      for (int i = 0; i < DOCUMENTS; i++) {
        documents += weights(words, i).containsKey(term) ? 1 : 0;
      }
      if (documents >= enough
          && (best < 0 || weights.getOrDefault(term, 0f) > weights.getOrDefault(best, 0f))) {
        best = term;
      }
    }
    return best;
  }

  private static Map<Integer, Float> weights(SparseVectors words, int document) {
    SparseRows row = new SparseRows();
    words.read(document, 1, row);
    Map<Integer, Float> weights = new HashMap<>();
    for (int t = 0; t < row.start(1); t++) {
      weights.put(row.terms()[t], row.weights()[t]);
    }
    return weights;
  }
}
