package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contexts of so many documents and no more. */
class MaxDocumentsTest {
  @ParameterizedTest
  @CsvSource({
    "SPLIT, true, 1, 200",
    "SPLIT, true, 2, 700",
    "SPLIT, true, 5, 1500",
    "SPLIT, false, 1, 200",
    "SPLIT, false, 3, 700",
    "KEEP_WHOLE, true, 1, 500",
    "KEEP_WHOLE, true, 3, 700",
    "KEEP_WHOLE, false, 4, 100000",
    "KEEP_WHOLE, false, 2, 150"
  })
  void noContextHasMore(Boundary boundary, boolean startAtDocument, int most, int length) {
    List<Document> documents = StepsTest.corpus(300);
    documents.set(17, new Document("empty", ""));
    ContextBuilder builder =
        ContextBuilder.of(documents)
            .boundary(boundary)
            .maxDocuments(most)
            .tail(Tail.PAD)
            .padding(7);
    try (PackedContexts contexts =
        (startAtDocument ? builder : builder.startAnywhere()).pack(length)) {
      List<PackedContext> all = contexts.stream().toList();
      long padding = 0;
      int full = 0;
      for (PackedContext context : all) {
        assertThat(context.length()).isEqualTo(length);
        long here = context.segments().stream().filter(s -> s.to() > s.from()).count();
        assertThat(here).isLessThanOrEqualTo(most);
        full += here == most ? 1 : 0;
        padding += context.padding();
      }
      assertThat(full).isGreaterThan(all.size() / 3);
      assertThat(contexts.report().contexts().padding()).isEqualTo(padding);
      int[] next = new int[documents.size()];
      all.stream()
          .flatMap(context -> context.segments().stream())
          .sorted(Comparator.comparingInt(Segment::from).thenComparingInt(Segment::to))
          .forEach(
              segment -> {
                assertThat(segment.from()).isEqualTo(next[segment.ordinal()]);
                next[segment.ordinal()] = segment.to();
              });
      assertThat(next)
          .containsExactly(documents.stream().mapToInt(d -> d.text().length()).toArray());
      assertThat(contexts.report().settings().boundary()).contains("at most " + most + " of them");
    }
  }

  @Test
  void aLimitThatIsNotReachedChangesNothing() {
    List<Document> documents = StepsTest.corpus(200);
    try (PackedContexts limited = ContextBuilder.of(documents).maxDocuments(500).pack(900);
        PackedContexts free = ContextBuilder.of(documents).pack(900)) {
      assertThat(limited.stream()).isEqualTo(free.stream().toList());
    }
  }

  @Test
  void whatItDoesNotGoWith() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextBuilder.of(List.of()).maxDocuments(0))
        .withMessageContaining("maxDocuments: 0, expected 1 or more");
    assertThatIllegalStateException()
        .isThrownBy(() -> ContextBuilder.of(List.of()).maxDocuments(3).noSeparator().pack(9))
        .withMessage("maxDocuments without a separator needs padding(token)");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContextBuilder.of(List.of())
                    .maxDocuments(3)
                    .orderer(ContextOrderers.byName("nextlong"))
                    .pack(9))
        .withMessageContaining("goes by pieces of documents, and so does not go with maxDocuments");
  }
}
