package dev.icp.internal.order;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Boundary;
import dev.icp.contract.GraphSamples;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathOrderTest {
  private static final int DOCUMENTS = 200;

  @Test
  void filesBeforeFoldersAndNumbersByValue() {
    List<String> sorted =
        List.of(
            "repo/README.md",
            "repo/chapter1",
            "repo/chapter02",
            "repo/chapter2",
            "repo/chapter10",
            "repo/setup.py",
            "repo/docs/a.md",
            "repo/docs/deep/z.md",
            "repo/docs2/a.md",
            "repo/docs10/a.md");
    List<String> ids = new ArrayList<>(sorted);
    Collections.shuffle(ids, new Random(1));
    assertThat(order(new PathOrder(1), GraphSamples.unrelated(ids.size()), ids))
        .extracting(ids::get)
        .containsExactlyElementsOf(sorted);
  }

  @Test
  void asTheModelSays() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int depth = 1 + random.nextInt(3);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < DOCUMENTS; i++) {
        StringBuilder id = new StringBuilder();
        for (int f = random.nextInt(5); f > 0; f--) {
          id.append("f").append(random.nextInt(12)).append('/');
        }
        ids.add(id + "file" + i);
      }
      NeighbourGraph graph = GraphSamples.random(DOCUMENTS, 5, seed);
      List<Integer> order = order(new PathOrder(depth), graph, ids);
      Map<String, List<Integer>> groups = new TreeMap<>();
      for (int i : order) {
        groups.computeIfAbsent(group(ids.get(i), depth), g -> new ArrayList<>()).add(i);
      }
      List<String> expectedGroups =
          order.stream().map(i -> group(ids.get(i), depth)).distinct().toList();
      // Each group is one run, and within it the order is that of keys in which digits have a
      // fixed width.
      assertThat(order)
          .isEqualTo(
              expectedGroups.stream()
                  .flatMap(
                      g ->
                          requireNonNull(groups.get(g)).stream()
                              .sorted(Comparator.comparing(i -> key(ids.get(i)))))
                  .toList());
      assertThat(order).hasSize(DOCUMENTS).doesNotHaveDuplicates();
    }
  }

  private static String group(String id, int depth) {
    List<String> parts = List.of(id.split("/", -1));
    return String.join("/", parts.subList(0, Math.min(depth, parts.size() - 1)));
  }

  /** A folder sorts behind all files. */
  private static String key(String id) {
    String[] parts = id.split("/", -1);
    return IntStream.range(0, parts.length)
        .mapToObj(
            p ->
                (p < parts.length - 1 ? "2" : "1")
                    + parts[p].replaceAll("[0-9]+", "")
                    + String.format(
                        Locale.ROOT, "%05d", Integer.parseInt(parts[p].replaceAll("[^0-9]", ""))))
        .collect(Collectors.joining("/"));
  }

  @Test
  void relatedGroupsStandSideBySide() {
    List<String> ids = List.of("a/1", "b/1", "c/1", "d/1", "a/2", "b/2", "c/2", "d/2");
    NeighbourGraph.Builder graph = NeighbourGraph.builder(8, 1);
    graph.set(0, new int[] {2}, new float[] {0.9f}, 1);
    graph.set(1, new int[] {3}, new float[] {0.9f}, 1);
    String groups =
        order(new PathOrder(1), graph.build(), ids).stream()
            .map(i -> ids.get(i).substring(0, 1))
            .collect(Collectors.joining());
    assertThat(groups).containsAnyOf("aacc", "ccaa").containsAnyOf("bbdd", "ddbb");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PathOrder(0))
        .withMessage("depth: 0, expected 1 or more");
  }

  private static List<Integer> order(PathOrder orderer, NeighbourGraph graph, List<String> ids) {
    int[] counts = new int[ids.size()];
    Arrays.fill(counts, 10);
    try (StageResources resources = StageResources.open(2, 1)) {
      DocumentOrder order =
          orderer.order(
              new OrderingProblem(graph, counts, 35, 1, Boundary.SPLIT, resources)
                  .withDocuments(i -> i, ids::get));
      return Arrays.stream(order.documents()).boxed().toList();
    }
  }
}
