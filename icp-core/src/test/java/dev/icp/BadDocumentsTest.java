package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.icp.PackingReport.SkippedDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadDocumentsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "a, fine, duplicate id \"a\"",
    "b, \\ud800, 'the text has a lone surrogate at character 0, which has no UTF-8'",
    "b, ab\\udc00c, 'the text has a lone surrogate at character 2, which has no UTF-8'",
    "b, \\ud83d\\ude00\\ud83d, 'the text has a lone surrogate at character 2, which has no UTF-8'",
    "b, \\ude00\\ud83d, 'the text has a lone surrogate at character 0, which has no UTF-8'",
    "x\\ud800, fine, 'the id has a lone surrogate at character 1, which has no UTF-8'",
  })
  void endTheRunUnlessSomeoneIsAsked(String id, String text, String reason)
      throws InterruptedException {
    String badId = unescaped(id);
    List<Document> documents =
        List.of(
            new Document("a", "first"),
            new Document(badId, unescaped(text)),
            new Document("c", "last"));
    assertThatExceptionOfType(BadDocumentException.class)
        .isThrownBy(
            () -> ContextBuilder.of(documents).workDirectory(folder).memoryBudget(0).pack(8))
        .withMessage("document 1 (id \"%s\"): %s", badId, reason)
        .satisfies(
            bad -> {
              assertThat(bad.position()).isEqualTo(1);
              assertThat(bad.id()).isEqualTo(badId);
              assertThat(bad.reason()).isEqualTo(reason);
            });
    Leftovers.assertNone(folder);
    List<BadDocumentException> asked = new ArrayList<>();
    try (PackedContexts contexts =
        ContextBuilder.of(documents).onBadDocument(asked::add).pack(100)) {
      assertThat(asked).hasSize(1);
      PackingReport report = contexts.report();
      assertThat(report.input().documents()).isEqualTo(2);
      assertThat(report.input().documentsSkipped()).isEqualTo(1);
      assertThat(report.input().skipped()).containsExactly(new SkippedDocument(1, badId, reason));
      assertThat(contexts.iterator().next().segments())
          .extracting(Segment::id)
          .containsExactlyInAnyOrder("a", "c");
      assertThat(contexts.iterator().next().segments())
          .extracting(Segment::ordinal)
          .as("ordinals have no gap")
          .containsExactlyInAnyOrder(0, 1);
    }
  }

  /** Surrogates would not survive the class file of an annotation. */
  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }

  @Test
  void positionsCountSkippedOnes() {
    List<Document> documents =
        List.of(
            new Document("a", "one"),
            new Document("a", "again"),
            new Document("b", "\ud800"),
            new Document("b", "two"),
            new Document("b", "again"));
    List<Long> positions = new ArrayList<>();
    try (PackedContexts contexts =
        ContextBuilder.of(documents)
            .onBadDocument(bad -> positions.add(bad.position()))
            .pack(100)) {
      assertThat(positions).containsExactly(1L, 2L, 4L);
      // The id of a document that was skipped for its text is free.
      assertThat(contexts.report().input().documents()).isEqualTo(2);
    }
  }

  @Test
  void isAskedBeforeTheNextDocumentIsPulled() {
    List<String> events = new ArrayList<>();
    Thread caller = Thread.currentThread();
    Iterator<Document> documents =
        IntStream.range(0, 4)
            .mapToObj(
                i -> {
                  events.add("pulled " + i);
                  return new Document(i < 2 ? "same" : "own " + i, "text");
                })
            .iterator();
    ContextBuilder builder =
        ContextBuilder.of(() -> documents)
            .onBadDocument(
                bad -> {
                  assertThat(Thread.currentThread()).isSameAs(caller);
                  events.add("bad " + bad.position());
                });
    try (PackedContexts contexts = builder.pack(8)) {
      assertThat(contexts.report().input().documents()).isEqualTo(3);
      assertThat(events).containsExactly("pulled 0", "pulled 1", "bad 1", "pulled 2", "pulled 3");
    }
  }

  @Test
  void whatTheHandlerThrowsEndsTheRun() {
    List<Document> documents = List.of(new Document("a", "one"), new Document("a", "two"));
    IllegalStateException mine = new IllegalStateException("enough");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                ContextBuilder.of(documents)
                    .onBadDocument(
                        bad -> {
                          throw mine;
                        })
                    .pack(8))
        .isSameAs(mine);
  }

  @Test
  void onlyTheFirstThousandAreListed() {
    Document same = new Document("same", "text");
    List<Document> documents = IntStream.range(0, 1502).mapToObj(i -> same).toList();
    try (PackedContexts contexts = ContextBuilder.of(documents).onBadDocument(bad -> {}).pack(8)) {
      assertThat(contexts.report().input().documentsSkipped()).isEqualTo(1501);
      assertThat(contexts.report().input().skipped()).hasSize(PackingReport.MAX_SKIPPED_LISTED);
      assertThat(contexts.report().input().skipped().getLast().position()).isEqualTo(1000);
    }
  }

  @Test
  void aNullDocumentIsNamed() {
    List<Document> documents = new ArrayList<>();
    documents.add(new Document("a", "one"));
    addNull(documents);
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> ContextBuilder.of(documents).pack(8))
        .withMessage("document 1 of the corpus is null");
  }

  @SuppressWarnings("NullAway")
  private static void addNull(List<Document> documents) {
    documents.add(null);
  }

  @Test
  void idsWithControlCharacters() {
    List<String> ids = List.of("", "\0", "a\nb", "\u001b[31m", "\u202e", "\uffff", " ");
    List<Document> documents = ids.stream().map(id -> new Document(id, "text")).toList();
    try (PackedContexts contexts = ContextBuilder.of(documents).pack(1000)) {
      assertThat(contexts.iterator().next().segments())
          .extracting(Segment::id)
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }
}
