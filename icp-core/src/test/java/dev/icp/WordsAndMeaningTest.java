package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.Embedder;
import dev.icp.spi.OrderingProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents related by their words and by vectors of a model at once. */
class WordsAndMeaningTest {
  private static final int SIZE = 400;
  private static final int MEANINGS = 8;

  @TempDir private Path folder;
  private final AtomicInteger embedded = new AtomicInteger();

  /** Document i is of topic i % 10 by its words and of topic i % 8 by its meaning. */
  private static List<Document> documents() {
    return IntStream.range(0, SIZE)
        .mapToObj(
            i ->
                new Document(
                    "d" + i,
                    "word" + i % 10 + " topic" + i % 10 + "x" + i % 7 + " own" + i + " of" + i / 2))
        .toList();
  }

  private static int number(String text) {
    int from = text.indexOf("own") + 3;
    return Integer.parseInt(text.substring(from, text.indexOf(' ', from)));
  }

  private static float[] meaning(int document) {
    float[] vector = new float[MEANINGS + 1];
    vector[document % MEANINGS] = 1;
    vector[MEANINGS] = 0.3f + document % 5 / 50f;
    return vector;
  }

  private Embedder<DenseVectors> model() {
    return Embedder.of(
        "made",
        MEANINGS + 1,
        texts -> {
          embedded.addAndGet(texts.size());
          return texts.stream().map(text -> meaning(number(text))).toArray(float[][]::new);
        });
  }

  private static DenseVectors given() {
    return DenseVectors.of(
        IntStream.range(0, SIZE).mapToObj(WordsAndMeaningTest::meaning).toArray(float[][]::new));
  }

  private ContextBuilder builder() {
    return ContextBuilder.of(documents())
        .neighbours(Embedders.both(model(), 0.5), NeighbourIndexes.both(0.95), 10)
        .threads(2);
  }

  private static List<String> ids(PackedContexts contexts) {
    List<String> ids = new ArrayList<>();
    contexts.forEach(
        c -> c.segments().forEach(s -> ids.add(s.id() + ":" + s.from() + "-" + s.to())));
    return ids;
  }

  @Test
  void bothCount() {
    try (PackedContexts contexts = builder().pack(256)) {
      assertThat(contexts.report().settings().embedder())
          .startsWith("words: ")
          .contains("; meaning, centred, weight 0.5: function:9:made");
      assertThat(contexts.report().settings().neighbourIndex()).startsWith("both:1:0.95 of ");
      assertThat(contexts.report().neighbours().sampledRecall()).isEqualTo(1);
      assertThat(ids(contexts)).hasSizeGreaterThanOrEqualTo(SIZE);
    }
    // Of one topic by both are every fortieth: 40 is what 8 and 10 have in common.
    NeighbourCount both = new NeighbourCount();
    try (PackedContexts contexts = builder().orderer(both).pack(256)) {
      assertThat(contexts.size()).isPositive();
    }
    assertThat(both.sameByBoth).isGreaterThan(0.8);
  }

  /** Looks at the nearest neighbour of each document. */
  private static final class NeighbourCount implements ContextOrderer {
    private final List<String> nearest = new ArrayList<>();
    private double sameByBoth;

    @Override
    public DocumentOrder order(OrderingProblem problem) {
      for (int i = 0; i < problem.size(); i++) {
        nearest.add(i + ":" + problem.graph().neighbour(i, 0) % 40);
        sameByBoth += problem.graph().neighbour(i, 0) % 40 == i % 40 ? 1.0 / SIZE : 0;
      }
      return ContextOrderers.byName("input").order(problem);
    }

    @Override
    public String fingerprint() {
      return "";
    }
  }

  @Test
  void whatTheModelMadeIsKept() {
    List<String> expected;
    try (PackedContexts contexts = builder().pack(256)) {
      expected = ids(contexts);
    }
    embedded.set(0);
    builder().workDirectory(folder).pack(256).close();
    assertThat(embedded).hasValue(SIZE);
    try (PackedContexts contexts = builder().workDirectory(folder).pack(256)) {
      assertThat(contexts.report().run().resumed()).contains("tokens", "graph", "order");
      assertThat(ids(contexts)).isEqualTo(expected);
    }
    // Another weight is another graph of the same vectors.
    try (PackedContexts contexts =
        builder()
            .neighbours(Embedders.both(model(), 0.9), NeighbourIndexes.both(0.95), 10)
            .workDirectory(folder)
            .pack(256)) {
      assertThat(contexts.report().run().resumed()).doesNotContain("graph");
      assertThat(ids(contexts)).isNotEqualTo(expected);
    }
    assertThat(embedded).hasValue(SIZE);
  }

  @Test
  void vectorsThatAreThereDoAsWell() {
    List<String> expected;
    try (PackedContexts contexts = builder().pack(256)) {
      expected = ids(contexts);
    }
    DenseVectors given = given();
    try (PackedContexts contexts =
        builder()
            .neighbours(Embedders.both(given, 0.5), NeighbourIndexes.both(0.95), 10)
            .pack(256)) {
      assertThat(ids(contexts)).isEqualTo(expected);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                builder()
                    .neighbours(
                        Embedders.both(given.subset(new int[] {0, 1}), 0.5),
                        NeighbourIndexes.both(0.95),
                        10)
                    .pack(256))
        .withMessage("vectors: 2 rows for " + SIZE + " documents");
  }

  /** All mean nearly the same; only two are copies by their words. */
  @ParameterizedTest
  @ValueSource(strings = {"", "source"})
  void nearDuplicatesGoByWords(String groupBy) {
    List<Document> documents = new ArrayList<>(documents().subList(0, 100));
    String copied = documents.get(3).text() + " alpha beta gamma delta";
    documents.set(3, new Document("a", copied));
    documents.add(new Document("b", copied + " !"));
    documents.replaceAll(d -> new Document(d.id(), d.text(), Map.of("source", "one")));
    Embedder<DenseVectors> same =
        Embedder.of(
            2,
            texts ->
                texts.stream()
                    .map(text -> new float[] {1, text.length() / 1000f})
                    .toArray(float[][]::new));
    for (NearDuplicates policy : List.of(NearDuplicates.drop(0.9), NearDuplicates.separate(0.9))) {
      try (PackedContexts contexts =
          ContextBuilder.of(documents)
              .neighbours(Embedders.both(same, 0.5), NeighbourIndexes.both(0.95), 10)
              .nearDuplicates(policy)
              .set(PackingSettings.GROUP_BY, groupBy)
              // What is left of a document that was cut would stand elsewhere.
              .set(PackingSettings.START_AT_DOCUMENT, false)
              .threads(2)
              .pack(256)) {
        assertThat(contexts.report().duplicates().withCloseNeighbour()).isEqualTo(2);
        if (policy.drops()) {
          assertThat(contexts.dropped()).extracting(DroppedDocument::id).containsExactly("b");
          assertThat(contexts.report().neighbours().sampledRecall()).isEqualTo(1);
        } else {
          assertThat(contexts.stream())
              .noneMatch(
                  c ->
                      c.segments().stream().anyMatch(s -> s.id().equals("a"))
                          && c.segments().stream().anyMatch(s -> s.id().equals("b")));
        }
      }
    }
  }

  /** A model whose vectors have much in common says as much as one whose vectors have not. */
  @Test
  void whatAllVectorsHaveInCommonDoesNotCount() {
    List<String> expected = null;
    for (float common : new float[] {0, 3}) {
      Embedder<DenseVectors> model =
          Embedder.of(
              MEANINGS + 1,
              texts ->
                  texts.stream()
                      .map(
                          text -> {
                            float[] vector = new float[MEANINGS + 1];
                            vector[number(text) % MEANINGS] = 1;
                            vector[MEANINGS] = common;
                            return vector;
                          })
                      .toArray(float[][]::new));
      NeighbourCount count = new NeighbourCount();
      builder()
          .neighbours(Embedders.both(model, 0.5), NeighbourIndexes.both(0.95), 10)
          .orderer(count)
          .pack(256)
          .close();
      List<String> found = count.nearest;
      if (expected != null) {
        assertThat(found).isEqualTo(expected);
      }
      expected = found;
    }
  }

  @Test
  void refusesAWeightThatLeavesOneOut() {
    for (double weight : new double[] {0, 1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Embedders.both(model(), weight))
          .withMessage("weight of the meaning: " + weight + ", expected above 0 and below 1");
    }
  }
}
