package dev.icp.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Boundary;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What an order of an earlier run is known by. */
class OrderingProblemKeyTest {
  private static final int[] COUNTS = {3, 4, 5};

  private static NeighbourGraph graph(float cosine) {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(3, 1);
    graph.set(0, new int[] {1}, new float[] {cosine}, 1);
    return graph.build();
  }

  private static DenseVectors vectors(float first) {
    return DenseVectors.of(new float[][] {{first, 1 - first}, {0, 1}, {1, 0}});
  }

  private static OrderingProblem problem(
      NeighbourGraph graph,
      int[] counts,
      int contextLength,
      int separators,
      Boundary boundary,
      StageContext context) {
    return new OrderingProblem(graph, counts, contextLength, separators, boundary, context);
  }

  private static OrderingProblem known(OrderingProblem problem, DenseVectors vectors, String name) {
    return problem.withVectors(vectors, name, some -> graph(0.5f));
  }

  /** A field that is added here is to be varied here, and so to be in the key. */
  @Test
  void everyFieldIsInTheKey() {
    try (StageResources seven = StageResources.open(1, 7);
        StageResources eight = StageResources.open(1, 8)) {
      OrderingProblem base = problem(graph(0.5f), COUNTS, 100, 1, Boundary.SPLIT, seven);
      Map<String, OrderingProblem> varied = new LinkedHashMap<>();
      varied.put("graph", problem(graph(0.25f), COUNTS, 100, 1, Boundary.SPLIT, seven));
      varied.put(
          "tokenCounts", problem(graph(0.5f), new int[] {3, 4, 6}, 100, 1, Boundary.SPLIT, seven));
      varied.put("contextLength", problem(graph(0.5f), COUNTS, 101, 1, Boundary.SPLIT, seven));
      varied.put("separatorTokens", problem(graph(0.5f), COUNTS, 100, 0, Boundary.SPLIT, seven));
      varied.put("boundary", problem(graph(0.5f), COUNTS, 100, 1, Boundary.KEEP_WHOLE, seven));
      varied.put("context", problem(graph(0.5f), COUNTS, 100, 1, Boundary.SPLIT, eight));
      varied.put("filled", base.among(new int[] {0, 1, 2}, 1));
      varied.put("beginTokens", base.withBeginTokens(1));
      varied.put("names", base.withDocuments(i -> i, i -> "document " + i));
      varied.replaceAll((name, problem) -> known(problem, vectors(0), "index"));
      varied.put("known", known(base, vectors(1), "index"));

      assertThat(varied.keySet())
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(OrderingProblem.class.getDeclaredFields())
                  .filter(field -> !Modifier.isStatic(field.getModifiers()))
                  .map(Field::getName)
                  .toList());
      String key = known(base, vectors(0), "index").key(true).orElseThrow();
      assertThat(varied.values())
          .extracting(problem -> problem.key(true).orElseThrow())
          .doesNotContain(key)
          .doesNotHaveDuplicates();
      assertThat(known(base, vectors(0), "another").key(true)).isPresent().isNotEqualTo(key);
      assertThat(
              known(
                      problem(graph(0.5f), COUNTS.clone(), 100, 1, Boundary.SPLIT, seven),
                      vectors(0),
                      "index")
                  .key(true))
          .contains(key);
    }
  }

  @Test
  void vectorsMatterOnlyToWhoGoesByThem() {
    try (StageResources resources = StageResources.open(1, 7)) {
      OrderingProblem base = problem(graph(0.5f), COUNTS, 100, 1, Boundary.SPLIT, resources);
      List<Function<OrderingProblem, OrderingProblem>> same =
          List.of(p -> p, p -> known(p, vectors(0), "index"), p -> known(p, vectors(1), "another"));
      assertThat(same)
          .extracting(change -> change.apply(base).key(false).orElseThrow())
          .containsOnly(base.key(false).orElseThrow());
    }
  }

  @Test
  void whatHasNoNameHasNoKey() {
    try (StageResources resources = StageResources.open(1, 7)) {
      OrderingProblem base = problem(graph(0.5f), COUNTS, 100, 1, Boundary.SPLIT, resources);
      assertThat(base.key(true)).isEmpty();
      assertThat(known(base, vectors(0), "").key(true)).isEmpty();
    }
  }
}
