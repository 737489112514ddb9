package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {
  private static final List<String> TEXTS =
      List.of(
          "The path goes from a document to its nearest neighbour.",
          "",
          "emoji 😀 👩‍👩‍👧‍👦 and marks e\u0301 \u0000 NUL",
          "nearest neighbour of a document, along the path",
          "日本語の文章です。コーヒー",
          "\u0000\u0000",
          "",
          "x".repeat(10_000),
          "nothing shared");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 100_000, Integer.MAX_VALUE})
  void defaultsGiveBackEveryText(int contextLength) {
    try (PackedContexts contexts = ContextBuilder.ofTexts(TEXTS).pack(contextLength)) {
      assertThat(joined(contexts, TEXTS.size())).isEqualTo(TEXTS);
      PackingReport report = contexts.report();
      assertThat(report.contexts().separators() + report.contexts().separatorsLeftOut())
          .isEqualTo(TEXTS.size());
      assertThat(report.input().tokens()).isEqualTo(report.contexts().tokens());
    }
  }

  /** Joins the segments of each document by their offsets, wherever they stand. */
  static List<String> joined(Iterable<PackedContext> contexts, int documents) {
    List<SortedMap<Integer, byte[]>> pieces = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      pieces.add(new TreeMap<>());
    }
    for (PackedContext context : contexts) {
      int[] tokens = context.tokens();
      for (Segment s : context.segments()) {
        assertThat(s.id()).isEqualTo(Integer.toString(s.ordinal()));
        byte[] piece = new byte[s.length()];
        for (int i = 0; i < piece.length; i++) {
          piece[i] = (byte) tokens[s.at() + i];
        }
        assertThat(pieces.get(s.ordinal()).put(s.from(), piece)).as("twice: %s", s).isNull();
      }
    }
    return pieces.stream().map(PackingTest::text).toList();
  }

  private static String text(SortedMap<Integer, byte[]> pieces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pieces.forEach(
        (from, piece) -> {
          assertThat(from).as("no gap").isEqualTo(bytes.size());
          bytes.writeBytes(piece);
        });
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void contextsOfOneTokenAndAMillionOfThem() {
    String text = "ab ".repeat(333_333) + "c";
    try (PackedContexts contexts = ContextBuilder.ofTexts(List.of(text)).startAnywhere().pack(1)) {
      assertThat(contexts.size()).isEqualTo(1_000_001);
      boolean[] seen = new boolean[1_000_000];
      int separators = 0;
      for (PackedContext context : contexts) {
        assertThat(context.length()).isEqualTo(1);
        if (context.segments().isEmpty()) {
          separators++;
        } else {
          int from = context.segments().getFirst().from();
          seen[from] |= context.tokens()[0] == text.charAt(from);
        }
      }
      assertThat(separators).isEqualTo(1);
      assertThat(seen).doesNotContain(false);
    }
  }

  @ParameterizedTest
  @EnumSource(Tail.class)
  void noDocuments(Tail tail) {
    try (PackedContexts contexts = ContextBuilder.ofTexts(List.of()).tail(tail).pack(8)) {
      assertThat(contexts).isEmpty();
      assertThat(contexts.stream()).isEmpty();
      PackingReport report = contexts.report();
      assertThat(
              report.input().documents() + report.contexts().count() + report.contexts().padding())
          .isZero();
      assertThat(report.order().meanAdjacentCosine()).isNaN();
      assertThat(report.run().stages()).extracting(s -> s.stage()).containsExactly(Stage.values());
    }
  }

  @Test
  void oneEmptyDocument() {
    try (PackedContexts contexts = ContextBuilder.ofTexts(List.of("")).startAnywhere().pack(8)) {
      assertThat(contexts)
          .containsExactly(
              new PackedContext(0, new int[] {256}, List.of(new Segment("0", 0, 0, 0, 0)), 0));
    }
    try (PackedContexts contexts = ContextBuilder.ofTexts(List.of("")).noSeparator().pack(8)) {
      assertThat(contexts)
          .containsExactly(
              new PackedContext(0, new int[0], List.of(new Segment("0", 0, 0, 0, 0)), 0));
      assertThat(contexts.iterator().next().cumulativeLengths()).containsExactly(0);
    }
  }

  @Test
  void allDocumentsIdentical() {
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(Collections.nCopies(300, "the same words")).pack(100)) {
      assertThat(contexts.report().order().meanAdjacentCosine()).isCloseTo(1, within(1e-6));
      assertThat(contexts.report().duplicates().withCloseNeighbour()).isEqualTo(300);
      assertThat(contexts.report().duplicates().exactCopies()).isEqualTo(299);
    }
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(Collections.nCopies(300, "the same words"))
            .nearDuplicates(NearDuplicates.drop(1))
            .pack(100)) {
      assertThat(contexts.size()).isEqualTo(1);
      assertThat(contexts.report().duplicates().dropped()).isEqualTo(299);
    }
  }

  @Test
  void shufflesBySeedAndKeepsAShortOneLast() {
    List<String> texts = IntStream.range(0, 200).mapToObj(i -> "text number " + i).toList();
    List<PackedContext> path = pack(ContextBuilder.ofTexts(texts).keepPathOrder());
    List<PackedContext> one = pack(ContextBuilder.ofTexts(texts).seed(1));
    List<PackedContext> two = pack(ContextBuilder.ofTexts(texts).seed(2));
    assertThat(firstIds(one)).isNotEqualTo(firstIds(two)).isNotEqualTo(firstIds(path));
    assertThat(firstIds(one)).containsExactlyInAnyOrderElementsOf(firstIds(path));
    for (List<PackedContext> contexts : List.of(path, one, two)) {
      assertThat(contexts.getLast().length()).isLessThan(64);
      assertThat(contexts.getLast().segments()).isEqualTo(path.getLast().segments());
    }
  }

  private static List<PackedContext> pack(ContextBuilder builder) {
    try (PackedContexts contexts = builder.pack(64)) {
      return contexts.stream().toList();
    }
  }

  private static List<String> firstIds(List<PackedContext> contexts) {
    return contexts.stream().map(c -> c.segments().toString()).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
  void anySeed(long seed) {
    List<String> texts = IntStream.range(0, 50).mapToObj(i -> "text number " + i).toList();
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(texts).orderer(ContextOrderers.random()).seed(seed).pack(33)) {
      assertThat(joined(contexts, 50)).isEqualTo(texts);
      assertThat(contexts.report().settings().seed()).isEqualTo(seed);
    }
  }

  @Test
  void ordersThatRepeat() {
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(List.of("ab", "c", "never"))
            .orderer(problem -> DocumentOrder.repeating(new int[] {1, 0, 1}, 2))
            .keepPathOrder()
            .pack(100)) {
      assertThat(contexts.iterator().next().tokens())
          .containsExactly('c', 256, 'a', 'b', 256, 'c', 256);
      assertThat(contexts.report().order().repeats()).isTrue();
      assertThat(contexts.report().contexts().tokens()).isEqualTo(4);
      assertThat(contexts.report().order().breaks()).isEqualTo(1);
      List<Long> along = contexts.report().order().breaksAlong();
      assertThat(along).hasSize(40).satisfies(counts -> assertThat(counts.get(26)).isOne());
      assertThat(along.stream().mapToLong(n -> n).sum()).isEqualTo(1);
    }
  }

  /** Lists full of near duplicates hide others: the rest is searched again. */
  @Test
  void dropsNearDuplicatesBeyondTheirNeighbours() {
    SplittableRandom random = new SplittableRandom(4);
    float[][] rows = new float[200][];
    for (int i = 0; i < rows.length; i++) {
      double angle = i % 4 * Math.PI / 4 + random.nextDouble(0.01);
      rows[i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
    List<String> texts = IntStream.range(0, rows.length).mapToObj(i -> "t" + i).toList();
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(texts)
            .vectors(DenseVectors.of(rows), NeighbourIndexes.exact(), 2)
            .nearDuplicates(NearDuplicates.drop(0.99))
            .orderer(ContextOrderers.input())
            .noSeparator()
            .pack(1000)) {
      assertThat(contexts.iterator().next().segments())
          .extracting(Segment::id)
          .containsExactly("0", "1", "2", "3");
    }
  }

  /** The dot product of a vector with itself is not 1 to the last bit. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 4096})
  void dropAtOneDropsCopies(int dimension) {
    SplittableRandom random = new SplittableRandom(dimension);
    float[][] rows = new float[200][];
    for (int i = 0; i < rows.length; i += 2) {
      rows[i] = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        rows[i][d] = (float) random.nextDouble(-1, 1);
      }
      rows[i + 1] = rows[i];
    }
    List<String> texts = IntStream.range(0, rows.length).mapToObj(i -> "t" + i).toList();
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(texts)
            .vectors(DenseVectors.of(rows), NeighbourIndexes.exact(), 1)
            .nearDuplicates(NearDuplicates.drop(1))
            .pack(1000)) {
      assertThat(contexts.report().duplicates().dropped()).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void givenVectorsAndGraphMustFit() {
    DenseVectors vectors = DenseVectors.of(new float[][] {{1}, {1}, {1}});
    NeighbourGraph graph = NeighbourGraph.builder(3, 1).build();
    ContextBuilder builder = ContextBuilder.ofTexts(List.of("a", "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.vectors(vectors, NeighbourIndexes.exact(), 1).pack(4))
        .withMessage("vectors: 3 rows for 2 documents");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.graph(graph).pack(4))
        .withMessage("graph: 3 rows for 2 documents");
  }

  @Test
  void moreContextsThanCanBeNumbered() {
    // Never packed: the counts alone are too much.
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ContextBuilder.ofTexts(List.of("x".repeat(1000)))
                    .orderer(p -> DocumentOrder.repeating(new int[3_000_000]))
                    .startAnywhere()
                    .pack(1))
        .withMessage("3003000000 tokens make 3003000000 contexts of 1, at most 2147483647");
  }
}
