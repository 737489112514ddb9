package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LengthCurriculumTest {
  private static final ContextLengths LENGTHS = ContextLengths.byName("64:0.2,256:0.3,1024:0.5");

  @TempDir private Path folder;

  /** Of twelve subjects, with words of their own; some documents are twenty times as long. */
  private static List<Document> documents(int n) {
    Random random = new Random(8);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int subject = i % 12;
      StringBuilder text = new StringBuilder();
      int words = (random.nextInt(5) == 0 ? 200 : 10) + random.nextInt(20);
      for (int w = 0; w < words; w++) {
        text.append((char) ('a' + subject)).append("word").append(random.nextInt(40)).append(' ');
      }
      documents.add(
          new Document("d" + i, text.toString(), Map.of("subject", "s" + subject, "n", i % 3)));
    }
    return documents;
  }

  private static ContextBuilder builder(int n) {
    return ContextBuilder.of(documents(n));
  }

  /** Returns the documents of each length, each once over all, or fails. */
  private static List<Set<String>> ids(LengthCurriculum curriculum) {
    List<Set<String>> ids = new ArrayList<>();
    Map<String, Integer> tokens = new HashMap<>();
    for (int part = 0; part < curriculum.contexts().size(); part++) {
      PackedContexts contexts = curriculum.contexts().get(part);
      int length = curriculum.lengths().parts().get(part).length();
      Set<String> own = new HashSet<>();
      int last = contexts.size() - 1;
      for (PackedContext context : contexts) {
        assertThat(context.length()).isLessThanOrEqualTo(length);
        if (context.index() < last) {
          assertThat(context.length()).isEqualTo(length);
        }
        for (Segment segment : context.segments()) {
          own.add(segment.id());
          tokens.merge(segment.id(), segment.to() - segment.from(), Integer::sum);
        }
      }
      assertThat(contexts.report().input().documents())
          .isEqualTo(own.size() + contexts.report().duplicates().dropped());
      assertThat(contexts.report().settings().contextLength()).isEqualTo(length);
      ids.forEach(other -> assertThat(Collections.disjoint(other, own)).isTrue());
      ids.add(own);
    }
    for (Document document : documents(600)) {
      Integer found = tokens.remove(document.id());
      if (found != null) {
        assertThat(found).as(document.id()).isEqualTo(document.text().length());
      }
    }
    assertThat(tokens).isEmpty();
    return ids;
  }

  @Test
  void eachDocumentStandsInContextsOfOneLength() {
    try (LengthCurriculum curriculum = LengthCurriculum.pack(builder(600), LENGTHS)) {
      List<Set<String>> ids = ids(curriculum);
      assertThat(ids.stream().mapToInt(Set::size).sum()).isEqualTo(600);
      for (int part = 0; part < 3; part++) {
        assertThat(curriculum.share(part))
            .isCloseTo(LENGTHS.parts().get(part).share(), within(0.02));
      }
      Map<String, Integer> lengths = new HashMap<>();
      documents(600).forEach(document -> lengths.put(document.id(), document.text().length()));
      double[] means =
          ids.stream()
              .mapToDouble(own -> own.stream().mapToInt(lengths::get).average().orElseThrow())
              .toArray();
      assertThat(means).isSorted();
    }
  }

  @Test
  void relatedDocumentsStayTogether() {
    int measured = 0;
    ContextLengths lengths = ContextLengths.of(1000, 4000);
    try (LengthCurriculum curriculum = LengthCurriculum.pack(builder(600), lengths)) {
      for (PackedContexts contexts : curriculum.contexts()) {
        Relatedness relatedness = contexts.report().contexts().relatedness();
        if (relatedness.documentsPerContext() > 2) {
          assertThat(relatedness.meanPairCosine())
              .isGreaterThan(2 * relatedness.randomPairCosine());
          measured++;
        }
      }
    }
    assertThat(measured).isEqualTo(2);
  }

  @Test
  void theSameComesOutAgain() throws IOException {
    List<int[]> first = tokens(builder(300).threads(1));
    assertThat(tokens(builder(300).threads(3))).containsExactlyElementsOf(first);
    assertThat(Arrays.deepEquals(tokens(builder(300).seed(1)).toArray(), first.toArray()))
        .isFalse();
    assertThat(tokens(builder(300).workDirectory(folder).keepWork()))
        .containsExactlyElementsOf(first);
    assertThat(tokens(builder(300).workDirectory(folder))).containsExactlyElementsOf(first);
    CorpusIndex index = builder(300).index(folder.resolve("index"));
    assertThat(tokens(ContextBuilder.from(index))).containsExactlyElementsOf(first);
  }

  private static List<int[]> tokens(ContextBuilder builder) {
    List<int[]> tokens = new ArrayList<>();
    try (LengthCurriculum curriculum = LengthCurriculum.pack(builder, LENGTHS)) {
      curriculum.contexts().forEach(each -> each.forEach(c -> tokens.add(c.tokens())));
    }
    return tokens;
  }

  @Test
  void withOtherSettings() {
    List<ContextBuilder> builders =
        List.of(
            builder(600).boundary(Boundary.KEEP_WHOLE),
            builder(600).tail(Tail.PAD),
            builder(600).epoch(3),
            builder(600).begin(Begin.CONTEXT, 0),
            builder(600).nearDuplicates(NearDuplicates.separate(0.9)),
            builder(600).nearDuplicates(NearDuplicates.drop(0.8)),
            builder(600).orderer(ContextOrderers.random()));
    for (ContextBuilder builder : builders) {
      try (LengthCurriculum curriculum = LengthCurriculum.pack(builder, LENGTHS)) {
        long dropped =
            curriculum.contexts().stream()
                .mapToLong(each -> each.report().duplicates().dropped())
                .sum();
        assertThat(ids(curriculum).stream().mapToInt(Set::size).sum() + dropped).isEqualTo(600);
        assertThat(curriculum.contexts().stream().mapToLong(each -> each.dropped().count()).sum())
            .isEqualTo(dropped);
      }
    }
  }

  @Test
  void groupsAreNotMixed() {
    try (LengthCurriculum curriculum = LengthCurriculum.pack(builder(600).groupBy("n"), LENGTHS)) {
      for (PackedContexts contexts : curriculum.contexts()) {
        for (PackedContext context : contexts) {
          assertThat(context.segments().stream().map(s -> s.metadata().get("n")).distinct())
              .hasSize(1);
        }
      }
    }
  }

  @Test
  void smallCorpora() {
    for (int n = 0; n < 4; n++) {
      try (LengthCurriculum curriculum = LengthCurriculum.pack(builder(n), LENGTHS)) {
        assertThat(ids(curriculum).stream().mapToInt(Set::size).sum()).isEqualTo(n);
      }
    }
  }

  @Test
  void words() {
    assertThat(ContextLengths.byName("8192,2048"))
        .isEqualTo(ContextLengths.of(2048, 8192))
        .hasToString("2048,8192");
    assertThat(LENGTHS).hasToString("64:0.2,256:0.3,1024:0.5");
    assertThat(ContextLengths.byName("512").areSeveral()).isFalse();
    for (String wrong :
        List.of("", "2048,", "2048,2048", "2048:0.5,4096", "2048:0.5,4096:0.6", "a,b", "1:0,2:1")) {
      assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> ContextLengths.byName(wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LengthCurriculum.pack(builder(3), ContextLengths.of(-4, 8)))
        .withMessageContaining("-4");
  }

  @Test
  void whatDoesNotGoTogether() {
    for (ContextBuilder builder :
        Arrays.asList(
            builder(9).tail(Tail.DROP),
            builder(9).orderer(ContextOrderers.nearestWithRepeats()),
            builder(9).orderer(ContextOrderers.byName("nextlong")))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> LengthCurriculum.pack(builder, LENGTHS))
          .withMessageContaining("several context lengths");
    }
  }
}
