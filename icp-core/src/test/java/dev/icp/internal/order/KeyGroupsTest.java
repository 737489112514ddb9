package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.Boundary;
import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.PackedContexts;
import dev.icp.contract.GraphSamples;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageResources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyGroupsTest {
  /** Each value's documents are one run, those without one alone, and inside as the order says. */
  @Test
  void asTheModelSays() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Map<String, Object>> metadata = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        metadata.add(random.nextInt(10) == 0 ? Map.of() : Map.of("repo", random.nextLong(30)));
      }
      NeighbourGraph graph = GraphSamples.random(200, 5, seed);
      List<Integer> order =
          order(ContextOrderers.byKey("repo", ContextOrderers.input()), graph, metadata);
      assertThat(order).hasSize(200).doesNotHaveDuplicates();
      Map<Object, Integer> last = new HashMap<>();
      Set<Object> closed = new HashSet<>();
      Object current = null;
      for (int i : order) {
        Object value = metadata.get(i).getOrDefault("repo", "none of " + i);
        if (!value.equals(current)) {
          assertThat(closed.add(value)).as("second run of %s", value).isTrue();
          current = value;
        }
        assertThat(last.getOrDefault(value, -1)).isLessThan(i);
        last.put(value, i);
      }
    }
  }

  @Test
  void relatedGroupsStandSideBySide() {
    List<Map<String, Object>> metadata =
        List.of(Map.of("q", "a"), Map.of("q", "b"), Map.of("q", "c"), Map.of("q", "d"));
    NeighbourGraph.Builder graph = NeighbourGraph.builder(4, 1);
    graph.set(0, new int[] {2}, new float[] {0.9f}, 1);
    graph.set(1, new int[] {3}, new float[] {0.9f}, 1);
    List<Integer> order =
        order(ContextOrderers.byKey("q", ContextOrderers.cohesive()), graph.build(), metadata);
    assertThat(Math.abs(order.indexOf(0) - order.indexOf(2))).isEqualTo(1);
    assertThat(Math.abs(order.indexOf(1) - order.indexOf(3))).isEqualTo(1);
  }

  @Test
  void groupsOfACorpusStayTogether() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      documents.add(new Document("d" + i, "text about the same " + i, Map.of("repo", "r" + i % 7)));
    }
    List<Object> seen = new ArrayList<>();
    try (PackedContexts contexts =
        ContextBuilder.of(documents)
            .orderer(ContextOrderers.byName("key:repo:random"))
            .keepPathOrder()
            .pack(10_000)) {
      contexts.forEach(
          context ->
              context.segments().forEach(segment -> seen.add(segment.metadata().get("repo"))));
    }
    assertThat(seen).hasSize(60);
    long changes = 1;
    for (int i = 1; i < seen.size(); i++) {
      changes += seen.get(i).equals(seen.get(i - 1)) ? 0 : 1;
    }
    assertThat(changes).isEqualTo(7);
  }

  @Test
  void aNameThatNoDocumentHasIsRefused() {
    ContextBuilder builder =
        ContextBuilder.of(List.of(new Document("a", "text", Map.of("repo", "r"))))
            .orderer(ContextOrderers.among(10, ContextOrderers.byName("key:rpo")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(100))
        .withMessage(
            "orderer: key:rpo:cohesive among 10 goes by rpo, which no document has among its"
                + " metadata");
  }

  @Test
  void namesSayWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.byName("key"))
        .withMessage("order: expected the metadata to group by as in key:repo, not 'key'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.byName("key:repo:best"))
        .withMessageEndingWith("or key: as in key:repo, not 'best'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.byName("key:repo:nextlong"))
        .withMessageContaining("goes by pieces of documents");
    assertThat(ContextOrderers.byName("key:repo:splice:3:reverse"))
        .hasToString("key:repo:splice:3:reverse");
  }

  private static List<Integer> order(
      ContextOrderer orderer, NeighbourGraph graph, List<Map<String, Object>> metadata) {
    int[] counts = new int[metadata.size()];
    Arrays.fill(counts, 10);
    try (StageResources resources = StageResources.open(2, 1)) {
      DocumentOrder order =
          orderer.order(
              new OrderingProblem(graph, counts, 35, 1, Boundary.SPLIT, resources)
                  .withMetadata(metadata::get));
      return Arrays.stream(order.documents()).boxed().toList();
    }
  }
}
