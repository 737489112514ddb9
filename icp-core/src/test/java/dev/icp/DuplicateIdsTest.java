package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DuplicateIdsTest {
  private static final List<Document> DOCUMENTS =
      List.of(
          new Document("a", "one"),
          new Document("a", "two"),
          new Document("a#3", "three"),
          new Document("a", "one"),
          new Document("a#2", "four"),
          new Document("b", "five"),
          new Document("b", "five"));

  private static PackedContexts pack(DuplicateIds policy, List<Document> documents) {
    return ContextBuilder.of(documents).duplicateIds(policy).pack(100);
  }

  private static Map<String, Integer> lengths(PackedContexts contexts) {
    Map<String, Integer> lengths = new TreeMap<>();
    contexts.forEach(
        c -> c.segments().forEach(s -> lengths.merge(s.id(), s.length(), Integer::sum)));
    return lengths;
  }

  @Test
  void numbersWhatComesLater() {
    try (PackedContexts contexts = pack(DuplicateIds.NUMBER, DOCUMENTS)) {
      assertThat(lengths(contexts))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("a", 3, "a#2", 3, "a#3", 5, "a#4", 3, "a#2#2", 4, "b", 4, "b#2", 4));
      assertThat(contexts.report().input().idsNumbered()).isEqualTo(4);
      assertThat(contexts.report().input().repetitionsDropped()).isZero();
    }
  }

  @Test
  void dropsRepetitions() {
    List<Document> documents =
        List.of(DOCUMENTS.get(0), DOCUMENTS.get(5), DOCUMENTS.get(3), DOCUMENTS.get(6));
    try (PackedContexts contexts = pack(DuplicateIds.DROP_EQUAL, documents)) {
      assertThat(lengths(contexts)).isEqualTo(Map.of("a", 3, "b", 4));
      assertThat(contexts.report().input().documents()).isEqualTo(2);
      assertThat(contexts.report().input().repetitionsDropped()).isEqualTo(2);
      assertThat(contexts.report().input().documentsSkipped()).isZero();
    }
    assertThatExceptionOfType(BadDocumentException.class)
        .isThrownBy(() -> pack(DuplicateIds.DROP_EQUAL, DOCUMENTS))
        .withMessageContaining("duplicate id \"a\", of another text");
  }

  @Test
  void refusesByDefault() {
    assertThatExceptionOfType(BadDocumentException.class)
        .isThrownBy(() -> ContextBuilder.of(DOCUMENTS.subList(5, 7)).pack(100))
        .withMessageContaining("duplicate id \"b\"");
  }
}
