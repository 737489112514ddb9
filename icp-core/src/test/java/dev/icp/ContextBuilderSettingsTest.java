package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextBuilderSettingsTest {
  private final ContextBuilder builder = ContextBuilder.ofTexts(List.of("some text", "more text"));

  @Test
  @NullUnmarked
  void nullIsRefusedAtOnceAndNamed() {
    assertNull("documents", () -> ContextBuilder.of((Iterable<Document>) null));
    assertNull("documents", () -> ContextBuilder.of((Stream<Document>) null));
    assertNull("texts", () -> ContextBuilder.ofTexts(null));
    assertNull("tokenizer", () -> builder.tokenizer(null));
    assertNull("embedder", () -> builder.neighbours(null, NeighbourIndexes.exactSparse(), 1));
    assertNull("index", () -> builder.neighbours(Embedders.lexical(), null, 1));
    assertNull("vectors", () -> builder.vectors(null, NeighbourIndexes.exact(), 1));
    assertNull("index", () -> builder.vectors(DenseVectors.of(new float[0][]), null, 1));
    assertNull("graph", () -> builder.graph(null));
    assertNull("nearDuplicates", () -> builder.nearDuplicates(null));
    assertNull("orderer", () -> builder.orderer(null));
    assertNull("boundary", () -> builder.boundary(null));
    assertNull("tail", () -> builder.tail(null));
    assertNull("directory", () -> builder.workDirectory(null));
    assertNull("listener", () -> builder.progress(null));
    assertNull("handler", () -> builder.onBadDocument(null));
    assertNull("id", () -> new Document(null, "text"));
    assertNull("text", () -> new Document("id", null));
  }

  private static void assertNull(String name, ThrowingCallable call) {
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(call).withMessage(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void numbersBelowOne(int number) {
    assertWrong(number, "threads: %d, expected 1 or more", b -> b.threads(number));
    assertWrong(number, "contextLength: %d, expected 1 or more", b -> b.pack(number).close());
    assertWrong(
        number,
        "neighbours: %d, expected 1 or more",
        b -> b.neighbours(Embedders.lexical(), NeighbourIndexes.exactSparse(), number));
    assertWrong(
        number,
        "neighbours: %d, expected 1 or more",
        b -> b.vectors(DenseVectors.of(new float[0][]), NeighbourIndexes.exact(), number));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  void numbersBelowZero(int number) {
    assertWrong(number, "separator: %d, expected 0 or more", b -> b.separator(number));
    assertWrong(number, "padding: %d, expected 0 or more", b -> b.padding(number));
    assertWrong(number, "memoryBudget: %d, expected 0 or more", b -> b.memoryBudget(number));
  }

  private void assertWrong(int number, String message, Consumer<ContextBuilder> setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.accept(builder))
        .withMessage(message, number);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY})
  void nearDuplicateCosines(double cosine) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NearDuplicates.drop(cosine))
        .withMessage("near-duplicate cosine: " + cosine + ", expected above 0 and at most 1");
  }

  @Test
  void ordersByName() {
    for (String name : List.of("cohesive", "paper", "input", "random")) {
      assertThat(ContextOrderers.byName(name)).hasToString(name);
    }
    assertThat(ContextOrderers.byName("bm25chunk")).hasToString("bm25chunk:2048");
    assertThat(ContextOrderers.byName("bm25chunk:7")).hasToString("bm25chunk:7");
    assertThat(ContextOrderers.byName("splice:3:identity")).hasToString("splice:3");
    for (String name : List.of("splice:2", "splice:2:reverse", "splice:1:shuffle")) {
      assertThat(ContextOrderers.byName(name)).hasToString(name);
    }
    for (String name : ContextOrderers.names()) {
      assertThat(ContextOrderers.byName(name).toString()).startsWith(name);
    }
    assertThat(ContextOrderers.random(7)).hasToString("random(7)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.byName("best"))
        .withMessage(
            "order: expected cohesive, paper, reference, bm25chunk, splice, nextlong, keywords,"
                + " path, imports, nearest-with-repeats, input, random or key: as in key:repo, not"
                + " 'best'");
  }

  @Test
  void tokenizerWithoutSeparatorNeedsAWord() {
    builder.tokenizer(new LetterTokenizer(0));
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.pack(8))
        .withMessage("the tokenizer names no separator: set separator(token) or noSeparator()");
    try (PackedContexts contexts = builder.noSeparator().pack(100)) {
      assertThat(contexts.report().contexts().separators()).isZero();
      assertThat(contexts.report().settings().separator()).isEqualTo(-1);
    }
    int highest = Integer.MAX_VALUE - 1;
    try (PackedContexts contexts = builder.separator(highest).pack(100)) {
      assertThat(contexts.iterator().next().tokens()).contains(highest);
    }
  }

  @Test
  void tokensMustBeTheTokenizers() {
    String expected = ", expected one of the tokenizer's tokens, 0 to 256";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.separator(257).pack(8))
        .withMessage("separator: 257" + expected);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.separator(7).padding(Integer.MAX_VALUE).pack(8))
        .withMessage("padding: 2147483647" + expected);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.padding(0).begin(Begin.DOCUMENT, 300).pack(8))
        .withMessage("beginToken: 300" + expected);
  }

  @Test
  void beginNeedsATokenAndRoom() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.begin(Begin.CONTEXT).pack(8))
        .withMessage("the tokenizer names no begin token: set begin(where, token)");
    builder.begin(Begin.CONTEXT, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.pack(1))
        .withMessage(
            "contextLength: 1, expected 2 or more: begin(CONTEXT) needs a token of its own");
    builder.begin(Begin.DOCUMENT, 0).noSeparator().startAtDocument();
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.pack(8))
        .withMessage("begin(DOCUMENT) without a separator needs padding(token) or startAnywhere()");
    try (PackedContexts contexts = builder.begin(Begin.NONE).pack(8)) {
      assertThat(contexts.report().contexts().begins()).isZero();
      assertThat(contexts.report().settings().beginToken()).isEqualTo(-1);
    }
  }

  @Test
  void padWithoutSeparatorNeedsPadding() {
    builder.noSeparator().tail(Tail.PAD);
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.pack(8))
        .withMessage("tail(PAD) without a separator needs padding(token)");
    try (PackedContexts contexts = builder.padding(0).pack(100)) {
      assertThat(contexts.iterator().next().tokens()).hasSize(100).endsWith(0, 0, 0);
    }
  }

  @Test
  void padsWithTheSeparatorUnlessTold() {
    try (PackedContexts contexts = builder.tail(Tail.PAD).pack(100)) {
      assertThat(contexts.iterator().next().tokens()).hasSize(100).endsWith(256, 256);
    }
  }

  @Test
  void ordersThatCompareDocumentsDoNotGoWithAGraph() {
    builder.graph(NeighbourGraph.builder(2, 1).build()).orderer(ContextOrderers.bm25Chunk());
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.pack(8))
        .withMessage(
            "the order bm25chunk:2048 compares any two documents, for which it needs their vectors:"
                + " graph() gives none");
  }

  @Test
  void skippingDoesNotGoWithRowsByPosition() {
    NeighbourGraph graph = NeighbourGraph.builder(2, 1).build();
    builder.graph(graph).onBadDocument(bad -> {});
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.pack(8))
        .withMessageStartingWith("onBadDocument does not go with vectors or a graph");
  }

  @Test
  void theLastWordCounts() {
    NeighbourGraph graph = NeighbourGraph.builder(2, 1).build();
    DenseVectors vectors = DenseVectors.of(new float[][] {{1}, {1}});
    try (PackedContexts contexts =
        builder.vectors(vectors, NeighbourIndexes.exact(), 3).graph(graph).pack(8)) {
      assertThat(contexts.report().settings().neighbourIndex()).isEmpty();
      assertThat(contexts.report().order().meanAdjacentCosine()).isNaN();
    }
    try (PackedContexts contexts = builder.vectors(vectors, NeighbourIndexes.exact(), 3).pack(8)) {
      assertThat(contexts.report().settings().embedder()).isEmpty();
      assertThat(contexts.report().settings().neighbours()).isEqualTo(3);
      assertThat(contexts.report().order().meanAdjacentCosine()).isEqualTo(1);
    }
  }

  /** A graph of one document has no neighbours to ask for. */
  @Test
  void graphOfOneDocumentWithNoneToAskFor() {
    NeighbourGraph graph =
        new NeighbourGraph() {
          @Override
          public int size() {
            return 1;
          }

          @Override
          public int k() {
            return 0;
          }

          @Override
          public int degree(int ordinal) {
            return 0;
          }

          @Override
          public int neighbour(int ordinal, int rank) {
            throw new IndexOutOfBoundsException(rank);
          }

          @Override
          public float cosine(int ordinal, int rank) {
            throw new IndexOutOfBoundsException(rank);
          }
        };
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(List.of("alone"))
            .graph(graph)
            .nearDuplicates(NearDuplicates.drop(0.9))
            .pack(8)) {
      assertThat(contexts.size()).isEqualTo(1);
    }
  }

  @Test
  void packTakesASnapshot() {
    try (PackedContexts contexts = builder.seed(3).pack(4)) {
      List<PackedContext> before = contexts.stream().toList();
      builder.seed(4).separator(1).tail(Tail.DROP).keepPathOrder().noSeparator();
      assertThat(contexts).containsExactlyElementsOf(before);
      assertThat(contexts.report().settings().seed()).isEqualTo(3);
    }
  }

  /** The most that a setting takes must not overflow somewhere inside. */
  @Test
  void theHighestNumbers() {
    try (PackedContexts contexts =
        builder
            .threads(Integer.MAX_VALUE)
            .memoryBudget(Long.MAX_VALUE)
            .neighbours(Embedders.lexical(), NeighbourIndexes.exactSparse(), Integer.MAX_VALUE)
            .tokenizer(new LetterTokenizer(0))
            .separator(Integer.MAX_VALUE - 1)
            .pack(Integer.MAX_VALUE)) {
      assertThat(contexts).hasSize(1);
      assertThat(contexts.report().contexts().separators()).isEqualTo(2);
    }
  }

  @Test
  void reportSaysWhatWasSet() {
    try (PackedContexts contexts =
        builder
            .seed(-9)
            .threads(3)
            .nearDuplicates(NearDuplicates.drop(0.5))
            .orderer(ContextOrderers.input())
            .tail(Tail.DROP)
            .boundary(Boundary.SPLIT)
            .separator(200)
            .begin(Begin.DOCUMENT, 97)
            .pack(5)) {
      PackingReport report = contexts.report();
      assertThat(report.settings().seed()).isEqualTo(-9);
      assertThat(report.run().threads()).isEqualTo(3);
      assertThat(report.settings().nearDuplicates()).isEqualTo("drop:0.5");
      assertThat(report.settings().orderer()).isEqualTo("input");
      assertThat(report.settings().tail()).isEqualTo("DROP");
      assertThat(report.settings().boundary()).isEqualTo("SPLIT, starting at documents");
      assertThat(report.settings().separator()).isEqualTo(200);
      assertThat(report.settings().begin()).isEqualTo("DOCUMENT");
      assertThat(report.settings().beginToken()).isEqualTo(97);
      assertThat(report.settings().beginText()).isEqualTo("a");
      assertThat(report.settings().separatorText()).isEqualTo("\ufffd");
      assertThat(report.settings().contextLength()).isEqualTo(5);
      assertThat(report.settings().neighbours()).isEqualTo(20);
      assertThat(report.settings().tokenizer()).isEqualTo(Tokenizers.utf8Bytes().fingerprint());
      assertThat(report.settings().embedder()).isEqualTo(Embedders.lexical().fingerprint());
      assertThat(report.settings().neighbourIndex())
          .isEqualTo(NeighbourIndexes.invertedIndex(0.95).fingerprint());
      assertThat(report.settings().deterministic()).isTrue();
    }
  }
}
