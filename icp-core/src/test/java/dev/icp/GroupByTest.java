package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupByTest {
  /** Documents of groups whose texts are alike across groups. */
  private static List<Document> corpus(int n, int groups, long seed) {
    Random random = new Random(seed);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int topic = random.nextInt(5);
      StringBuilder text = new StringBuilder();
      for (int w = random.nextInt(60); w >= 0; w--) {
        text.append("topic").append(topic).append("word").append(random.nextInt(20)).append(' ');
      }
      int group = i == 0 ? 0 : random.nextInt(groups + 1);
      documents.add(
          new Document(
              "d" + i,
              i % 11 == 10 ? "" : text.toString(),
              group == groups ? Map.of("n", i) : Map.of("source", "g" + group, "n", i)));
    }
    return documents;
  }

  private static Object group(Segment segment) {
    return segment.metadata().getOrDefault("source", "none");
  }

  private static ContextBuilder builder(List<Document> documents) {
    return ContextBuilder.of(documents).groupBy("source").threads(2);
  }

  @ParameterizedTest
  @CsvSource({
    "SPLIT, SHORT, false",
    "SPLIT, PAD, false",
    "KEEP_WHOLE, SHORT, false",
    "KEEP_WHOLE, PAD, true",
    "SPLIT, SHORT, true",
    "SPLIT, PAD, true"
  })
  void contextsNeverMix(Boundary boundary, Tail tail, boolean startAtDocument) {
    for (int round = 0; round < 20; round++) {
      List<Document> documents = corpus(1 + round * 9, 1 + round % 7, round);
      Map<String, Integer> seen = new HashMap<>();
      int length = 50 + 97 * round;
      long padding = 0;
      long lacking = 0;
      ContextBuilder builder = builder(documents).boundary(boundary).tail(tail);
      if (!startAtDocument) {
        builder.startAnywhere();
      }
      try (PackedContexts contexts = builder.pack(length)) {
        for (PackedContext context : contexts) {
          Set<Object> groups = new HashSet<>();
          for (Segment segment : context.segments()) {
            groups.add(group(segment));
            seen.merge(segment.id(), segment.length(), Integer::sum);
            assertThat(segment.metadata().get("n"))
                .isEqualTo(Long.parseLong(segment.id().substring(1)));
          }
          assertThat(groups).hasSizeLessThanOrEqualTo(1);
          padding += context.padding();
          lacking += length - context.length();
        }
        PackingReport report = contexts.report();
        Set<Object> all = new HashSet<>();
        for (Document document : documents) {
          all.add(document.metadata().getOrDefault("source", "none"));
          assertThat(seen).containsEntry(document.id(), document.text().length());
        }
        assertThat(report.contexts().groups()).isEqualTo(all.size());
        assertThat(report.contexts().padding())
            .isEqualTo(padding)
            .isEqualTo(
                report.contexts().wholePadding()
                    + report.contexts().groupPadding()
                    + report.contexts().tailPadding());
        assertThat(
                report.contexts().tokens()
                    + report.contexts().separators()
                    + report.contexts().padding())
            .isEqualTo((long) length * contexts.size() - lacking);
        assertThat(tail == Tail.PAD ? lacking : report.contexts().groupPadding()).isZero();
        assertThat(report.settings().groupBy()).isEqualTo("source");
      }
    }
  }

  /** Behind a context that is just full the next group begins. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEmptyDocumentBehindAFullContextStaysInItsGroup(boolean anywhere) {
    List<Document> documents =
        List.of(
            new Document("a1", "x".repeat(10), Map.of("source", "a")),
            new Document("a2", "", Map.of("source", "a")),
            new Document("b1", "yyy", Map.of("source", "b")));
    ContextBuilder builder = builder(documents).noSeparator().orderer(ContextOrderers.input());
    try (PackedContexts contexts = (anywhere ? builder.startAnywhere() : builder).pack(10)) {
      List<Set<String>> ids =
          contexts.stream()
              .map(
                  context ->
                      context.segments().stream().map(Segment::id).collect(Collectors.toSet()))
              .toList();
      assertThat(ids).containsExactlyInAnyOrder(Set.of("a1", "a2"), Set.of("b1"));
    }
  }

  @Test
  void oneGroupIsAsWithoutGroups() {
    List<Document> documents = corpus(60, 1, 3).stream().map(GroupByTest::inOneGroup).toList();
    try (PackedContexts grouped = builder(documents).pack(300);
        PackedContexts free = ContextBuilder.of(documents).pack(300)) {
      assertThat(grouped.stream().toList()).isEqualTo(free.stream().toList());
    }
  }

  private static Document inOneGroup(Document document) {
    return new Document(document.id(), document.text(), Map.of("source", "one"));
  }

  /** Copies are dropped within a group only, and every orderer works by groups. */
  @Test
  void nearDuplicatesOfOtherGroupsStay() {
    String text = "the very same words of one text ".repeat(3);
    List<Document> documents =
        IntStream.range(0, 12)
            .mapToObj(i -> new Document("d" + i, text, Map.of("source", "g" + i % 3)))
            .toList();
    try (PackedContexts contexts =
        builder(documents).nearDuplicates(NearDuplicates.drop(0.9)).pack(200)) {
      assertThat(contexts.dropped())
          .extracting(DroppedDocument::id, DroppedDocument::keptId)
          .contains(org.assertj.core.groups.Tuple.tuple("d4", "d1"))
          .hasSize(9);
    }
    for (ContextOrderer orderer :
        List.of(
            ContextOrderers.greedyPath(),
            ContextOrderers.referenceCode(),
            ContextOrderers.random(),
            ContextOrderers.input(),
            ContextOrderers.bm25Chunk())) {
      try (PackedContexts contexts =
          builder(corpus(80, 4, 5))
              .orderer(orderer)
              .nearDuplicates(NearDuplicates.separate(0.5))
              .pack(400)) {
        assertThat(contexts)
            .allSatisfy(
                context ->
                    assertThat(context.segments().stream().map(GroupByTest::group).distinct())
                        .hasSizeLessThanOrEqualTo(1));
      }
    }
  }

  @Test
  void orderersSeeMetadata() {
    List<Document> documents = corpus(40, 3, 7);
    ContextOrderer bySource =
        problem -> {
          Integer[] order = IntStream.range(0, problem.size()).boxed().toArray(Integer[]::new);
          java.util.Arrays.sort(
              order,
              java.util.Comparator.comparing(
                  i -> problem.metadata(i).getOrDefault("source", "").toString()));
          return DocumentOrder.of(java.util.Arrays.stream(order).mapToInt(i -> i).toArray());
        };
    List<String> sources = new ArrayList<>();
    try (PackedContexts contexts =
        ContextBuilder.of(documents).orderer(bySource).keepPathOrder().pack(1 << 20)) {
      contexts.forEach(
          c ->
              c.segments().forEach(s -> sources.add(s.metadata().getOrDefault("source", "") + "")));
    }

    assertThat(sources).hasSize(40).isSorted();
  }

  @Test
  void wrongMetadataAndSettings() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Document("a", "b", Map.of("x", List.of())))
        .withMessageStartingWith("metadata x: a java.util.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Document("a", "b", Map.of("x", Double.NaN)))
        .withMessage("metadata x: NaN");
    assertThat(new Document("a", "b", Map.of("x", 1)).metadata()).isEqualTo(Map.of("x", 1L));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> new Document("a", "b", Map.of("x", 1)).metadata().clear());
    assertThatIllegalStateException()
        .isThrownBy(() -> builder(corpus(3, 1, 1)).tail(Tail.DROP).pack(10))
        .withMessageContaining("tail(DROP) does not go with groupBy");
  }
}
