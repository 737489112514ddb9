package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.spi.NeighbourGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundaryTest {
  /** Documents of so many tokens, called by their place, in the order given. */
  private static ContextBuilder builder(int... lengths) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      documents.add(new Document("d" + i, "x".repeat(lengths[i])));
    }
    return ContextBuilder.of(documents)
        .orderer(ContextOrderers.input())
        .keepPathOrder()
        .separator(9)
        .padding(0);
  }

  private static List<String> packed(ContextBuilder builder, int length) {
    try (PackedContexts contexts = builder.pack(length)) {
      return contexts.stream().map(BoundaryTest::described).toList();
    }
  }

  private static String described(PackedContext context) {
    StringBuilder text = new StringBuilder();
    for (Segment s : context.segments()) {
      text.append(s.id()).append('[').append(s.from()).append(',').append(s.to()).append(") ");
    }
    return text + "+" + context.padding();
  }

  @Test
  void theGapIsFilledWithWhatFits() {
    assertThat(packed(builder(5, 6, 3, 3).boundary(Boundary.KEEP_WHOLE).tail(Tail.PAD), 10))
        .as("3 with its separator fills what 5 left, the last separator goes")
        .containsExactly("d0[0,5) d2[0,3) +0", "d1[0,6) d3[0,3) +0");
  }

  /** What a gap takes goes by what there is to fill it with. */
  @Test
  void aContextThatIsFarLargerThanTheCorpus() {
    assertThat(packed(builder(5, 6, 3).boundary(Boundary.KEEP_WHOLE), Integer.MAX_VALUE))
        .containsExactly("d0[0,5) d1[0,6) d2[0,3) +0");
  }

  @Test
  void withoutLookingAheadItIsPadded() {
    assertThat(
            packed(
                builder(5, 6, 3, 3).boundary(Boundary.KEEP_WHOLE).lookAhead(0).tail(Tail.PAD), 10))
        .containsExactly("d0[0,5) +4", "d1[0,6) d2[0,3) +0", "d3[0,3) +6");
  }

  @Test
  void longDocumentsAreCutIntoFullContexts() {
    assertThat(
            packed(
                builder(3, 25, 2).boundary(Boundary.KEEP_WHOLE).startAnywhere().tail(Tail.PAD), 10))
        .containsExactly("d1[0,10) +0", "d1[10,20) +0", "d0[0,3) d1[20,25) +0", "d2[0,2) +7");
  }

  @Test
  void aDocumentOfExactlyAContextIsWhole() {
    assertThat(packed(builder(10, 20, 10).boundary(Boundary.KEEP_WHOLE).startAnywhere(), 10))
        .containsExactly("d0[0,10) +0", "d1[0,10) +0", "d1[10,20) +0", "d2[0,10) +0");
  }

  @Test
  void contextsStartAtDocuments() {
    ContextBuilder builder = builder(6, 8, 3, 25, 1, 1).startAtDocument();
    assertThat(packed(builder, 10))
        .containsExactly(
            "d0[0,6) d1[0,3) +0",
            "d2[0,3) d1[3,8) +0",
            "d3[0,10) +0",
            "d4[0,1) d3[10,18) +0",
            "d5[0,1) d3[18,25) +0");
    try (PackedContexts contexts = builder.pack(10)) {
      PackingReport.Contexts report = contexts.report().contexts();
      assertThat(report.documentsCut()).isEqualTo(2);
      assertThat(report.documentsBroughtForward()).isZero();
      assertThat(report.beginningWithin()).isZero();
      assertThat(report.padding()).isZero();
      assertThat(report.separatorsLeftOut()).isZero();
    }
  }

  @Test
  void whatNoDocumentIsLeftForBeginsWithin() {
    ContextBuilder builder = builder(25).startAtDocument().boundary(Boundary.KEEP_WHOLE);
    assertThat(packed(builder, 10)).containsExactly("d0[0,10) +0", "d0[10,20) +0", "d0[20,25) +0");
    try (PackedContexts contexts = builder.pack(10)) {
      assertThat(contexts.report().contexts().beginningWithin()).isEqualTo(2);
    }
  }

  /** Pairs stand side by side in the order, and there is room for them elsewhere. */
  @Test
  void nearDuplicatesAreKeptApartWhenDocumentsAreKeptWhole() {
    int size = 400;
    NeighbourGraph.Builder graph = NeighbourGraph.builder(size, 1);
    for (int i = 0; i < size; i++) {
      graph.set(i, new int[] {i ^ 1}, new float[] {1}, 1);
    }
    ContextBuilder builder =
        builder(IntStream.range(0, size).map(i -> 3 + i * 7 % 20).toArray())
            .graph(graph.build())
            .nearDuplicates(NearDuplicates.separate(0.9))
            .boundary(Boundary.KEEP_WHOLE);
    try (PackedContexts contexts = builder.pack(64)) {
      for (PackedContext context : contexts) {
        assertThat(context.segments().stream().map(segment -> segment.ordinal() / 2).toList())
            .doesNotHaveDuplicates();
      }
      assertThat(contexts.report().duplicates().pairsTogether()).isZero();
      assertThat(contexts.report().duplicates().moved()).isPositive();
      assertThat(contexts.report().contexts().padding())
          .isLessThan(contexts.report().input().tokens() / 20);
    }
  }

  /** There is no better place for any of them. */
  @Test
  void copiesOnlyShareContextsRatherThanEmptyOnes() {
    int size = 100;
    NeighbourGraph.Builder graph = NeighbourGraph.builder(size, size - 1);
    for (int i = 0; i < size; i++) {
      int self = i;
      int[] others = IntStream.range(0, size).filter(j -> j != self).toArray();
      float[] cosines = new float[size - 1];
      Arrays.fill(cosines, 1);
      graph.set(i, others, cosines, size - 1);
    }
    ContextBuilder builder =
        builder(IntStream.range(0, size).map(i -> 9).toArray())
            .graph(graph.build())
            .nearDuplicates(NearDuplicates.separate(0.9))
            .boundary(Boundary.KEEP_WHOLE);
    try (PackedContexts contexts = builder.pack(100)) {
      assertThat(contexts.size()).isEqualTo(10);
      assertThat(contexts.report().duplicates().pairsTogether()).isEqualTo(10 * 45);
    }
  }

  @Test
  void settingsThatDoNotGoTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(1).lookAhead(-1))
        .withMessage("lookAhead: -1, expected 0 or more");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder(1).lookAhead(5).pack(10))
        .withMessage("lookAhead goes with boundary(KEEP_WHOLE) only");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContextBuilder.ofTexts(List.of("a"))
                    .boundary(Boundary.KEEP_WHOLE)
                    .noSeparator()
                    .pack(10))
        .withMessage("boundary(KEEP_WHOLE) without a separator needs padding(token)");
  }
}
