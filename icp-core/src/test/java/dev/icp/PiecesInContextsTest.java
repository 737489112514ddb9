package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.settings.PackingSettings;
import dev.icp.spi.NeighbourGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An order of pieces: documents that go on later in the same context. */
class PiecesInContextsTest {
  private static final int LENGTH = 3000;

  private final List<Document> documents = new ArrayList<>();

  PiecesInContextsTest() {
    SplittableRandom random = new SplittableRandom(1);
    for (int d = 0; d < 150; d++) {
      StringBuilder text = new StringBuilder();
      int topic = random.nextInt(8);
      int lines = d % 10 == 0 ? 40 : random.nextInt(8);
      for (int line = 0; line < lines; line++) {
        for (int word = 0; word < 8; word++) {
          text.append("word").append(topic * 12 + random.nextInt(15)).append(' ');
        }
        text.append('\n');
      }
      documents.add(new Document("d" + d, text.toString()));
    }
  }

  private ContextBuilder builder() {
    return ContextBuilder.of(documents).orderer(ContextOrderers.nextLong(200));
  }

  @Test
  void everyTokenOnceAndInOrder() {
    for (boolean atDocuments : new boolean[] {false, true}) {
      ContextBuilder builder = builder();
      builder.set(PackingSettings.START_AT_DOCUMENT, atDocuments);
      try (PackedContexts contexts = builder.keepPathOrder().pack(LENGTH)) {
        Map<String, Integer> done = new HashMap<>();
        long goesOn = 0;
        for (PackedContext context : contexts) {
          assertTokens(context);
          goesOn += context.segments().size() - different(context);
          for (Segment segment : context.segments()) {
            int before = done.getOrDefault(segment.id(), 0);
            assertThat(segment.from()).as(segment.id()).isEqualTo(before);
            done.put(segment.id(), segment.to());
          }
        }
        assertThat(goesOn).as("segments that go on with a document").isGreaterThan(50);
        documents.forEach(d -> assertThat(done).containsEntry(d.id(), d.text().length()));
        PackingReport report = contexts.report();
        assertThat(report.contexts().tokens()).isEqualTo(report.input().tokens());
        assertThat(report.contexts().padding()).isZero();
        assertThat(report.settings().boundary()).endsWith("pieces of 200 characters");
        assertThat(report.order().documents()).isEqualTo(150);
        assertThat(report.contexts().beginningWithin())
            .isLessThan(atDocuments ? 1 : report.contexts().count());
        assertThat(report.contexts().relatedness().documentsPerContext())
            .isEqualTo(150.0 / report.contexts().count());
      }
    }
  }

  private static long different(PackedContext context) {
    return context.segments().stream().map(Segment::id).distinct().count();
  }

  private void assertTokens(PackedContext context) {
    int[] tokens = context.tokens();
    int separators = 0;
    int document = 0;
    for (Segment segment : context.segments()) {
      int[] expected = Tokenizers.utf8Bytes().encode(documents.get(segment.ordinal()).text());
      assertThat(Arrays.copyOfRange(tokens, segment.at(), segment.at() + segment.length()))
          .isEqualTo(Arrays.copyOfRange(expected, segment.from(), segment.to()));
      document += segment.length();
    }
    for (int token : tokens) {
      separators += token == 256 ? 1 : 0;
    }
    assertThat(document + separators + context.padding()).isEqualTo(tokens.length);
  }

  @Test
  void aTokenBeginsEachDocumentOnce() {
    try (PackedContexts contexts =
        builder().begin(Begin.DOCUMENT, 65).startAtDocument().keepPathOrder().pack(LENGTH)) {
      long begins = 0;
      for (PackedContext context : contexts) {
        for (Segment segment : context.segments()) {
          if (segment.from() == 0 && segment.length() > 0) {
            assertThat(context.tokens()[segment.at() - 1]).isEqualTo(65);
            begins++;
          }
        }
      }
      assertThat(contexts.report().contexts().begins()).isEqualTo(begins);
      assertThat(begins).isEqualTo(documents.stream().filter(d -> !d.text().isEmpty()).count());
      assertThat(contexts.report().contexts().tokens())
          .isEqualTo(contexts.report().input().tokens());
    }
  }

  @Test
  void asInThePaperPiecesRepeat() {
    try (PackedContexts contexts =
        ContextBuilder.of(documents).orderer(ContextOrderers.nextLongRepeating(200)).pack(LENGTH)) {
      contexts.forEach(context -> assertTokens(context));
      PackingReport report = contexts.report();
      assertThat(report.order().repeats()).isTrue();
      assertThat(report.contexts().tokens() + report.contexts().separators())
          .isBetween(report.input().tokens() - LENGTH, report.input().tokens() + 2 * LENGTH);
    }
  }

  @Test
  void theSameWithAnyThreadsAndAfterAResumption(@TempDir Path folder) {
    List<PackedContext> expected = contexts(builder().threads(1));
    assertThat(contexts(builder().threads(4))).isEqualTo(expected);
    assertThat(contexts(builder().workDirectory(folder).keepWork())).isEqualTo(expected);
    try (PackedContexts again = builder().workDirectory(folder).keepWork().pack(LENGTH)) {
      assertThat(again.report().run().resumed())
          .containsExactlyInAnyOrder("tokens", "vectors", "graph", "order");
      assertThat(again.stream().toList()).isEqualTo(expected);
    }
    // Vectors of pieces of another size are others.
    try (PackedContexts others =
        builder()
            .orderer(ContextOrderers.nextLong(100))
            .workDirectory(folder)
            .keepWork()
            .pack(LENGTH)) {
      assertThat(others.report().run().resumed()).containsExactly("tokens");
    }
    try (PackedContexts whole =
        builder().orderer(ContextOrderers.cohesive()).workDirectory(folder).pack(LENGTH)) {
      assertThat(whole.report().run().resumed()).containsExactly("tokens");
    }
  }

  private static List<PackedContext> contexts(ContextBuilder builder) {
    try (PackedContexts contexts = builder.pack(LENGTH)) {
      return contexts.stream().toList();
    }
  }

  @Test
  void odditiesOfSize() {
    for (List<Document> some :
        List.of(
            List.<Document>of(),
            List.of(new Document("a", "")),
            List.of(new Document("a", "x"), new Document("b", "")),
            List.of(new Document("a", "line of some length\n".repeat(2000))))) {
      for (String name : List.of("nextlong:20", "nextlong:20:repeats")) {
        try (PackedContexts contexts =
            ContextBuilder.of(some).orderer(ContextOrderers.byName(name)).pack(100)) {
          long tokens = 0;
          for (PackedContext context : contexts) {
            tokens += context.segments().stream().mapToLong(Segment::length).sum();
          }
          assertThat(tokens).isEqualTo(some.stream().mapToLong(d -> d.text().length()).sum());
        }
      }
    }
  }

  @Test
  void saysWithWhatItDoesNotGo() {
    assertRefused(builder().boundary(Boundary.KEEP_WHOLE), "and so does not go with");
    assertRefused(builder().nearDuplicates(NearDuplicates.drop(0.9)), "and so goes with");
    assertRefused(builder().nearDuplicates(NearDuplicates.separate(0.9)), "and so goes with");
    assertRefused(
        builder().graph(NeighbourGraph.builder(150, 1).build()), "for which it needs an embedder");
  }

  private static void assertRefused(ContextBuilder builder, String reason) {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.pack(100))
        .withMessageStartingWith("the order nextlong:200 goes by pieces of documents, " + reason);
  }
}
