package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that say where contexts are cut, and what becomes of the rest of a document. */
class CutByOrderTest {
  private static final List<String> NAMES =
      List.of(
          "bm25chunk:16:returns",
          "splice:2:trims",
          "splice:2:reverse:trims",
          "splice:3:shuffle:trims");

  private static List<Document> documents(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Document> documents = new ArrayList<>();
    for (int d = 0; d < 150; d++) {
      StringBuilder text = new StringBuilder();
      int topic = random.nextInt(8);
      int words = d % 20 == 0 ? 200 : random.nextInt(30);
      for (int word = 0; word < words; word++) {
        text.append("word").append(topic * 12 + random.nextInt(15)).append(' ');
      }
      documents.add(
          new Document("d" + d, text.toString(), Map.of("half", d % 2 == 0 ? "even" : "odd")));
    }
    return documents;
  }

  @Test
  void everyTokenOnceOrTrimmed() {
    List<Begin> begins = List.of(Begin.NONE, Begin.DOCUMENT, Begin.CONTEXT);
    for (String name : NAMES) {
      boolean trims = name.endsWith("trims");
      long trimmed = 0;
      for (long seed = 0; seed < 12; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = 100 + random.nextInt(700);
        List<Document> documents = documents(seed);
        ContextBuilder builder =
            ContextBuilder.of(documents).orderer(ContextOrderers.byName(name)).seed(seed);
        Begin begin = begins.get((int) seed % begins.size());
        builder = begin == Begin.NONE ? builder : builder.begin(begin, 65);
        builder = seed % 2 == 0 ? builder.noSeparator().padding(66) : builder;
        builder = seed % 4 == 1 ? builder.groupBy("half") : builder;
        builder = seed % 3 == 1 ? builder.nearDuplicates(NearDuplicates.drop(0.9)) : builder;
        try (PackedContexts contexts = builder.keepPathOrder().pack(length)) {
          trimmed += check(contexts, documents, trims);
        }
      }
      assertThat(trimmed).as("tokens trimmed by %s", name).matches(t -> trims ? t > 1000 : t == 0);
    }
  }

  /** Returns how many tokens stand nowhere, which are the ends of documents that end a context. */
  private static long check(PackedContexts contexts, List<Document> documents, boolean trims) {
    Map<String, Integer> done = new HashMap<>();
    PackingReport report = contexts.report();
    long shorter = 0;
    long within = 0;
    for (PackedContext context : contexts) {
      int[] tokens = context.tokens();
      shorter += tokens.length - context.padding() < report.settings().contextLength() - 1 ? 1 : 0;
      within += context.segments().getFirst().from() > 0 ? 1 : 0;
      for (Segment segment : context.segments()) {
        String text = documents.get(segment.ordinal()).text();
        assertThat(segment.from()).isEqualTo(done.getOrDefault(segment.id(), 0));
        done.put(segment.id(), segment.to());
        assertThat(Arrays.copyOfRange(tokens, segment.at(), segment.at() + segment.length()))
            .isEqualTo(Tokenizers.utf8Bytes().encode(text.substring(segment.from(), segment.to())));
        // Behind the one that is cut, documents of no tokens can stand.
        boolean last =
            segment.equals(
                context.segments().stream()
                    .filter(one -> one.length() > 0)
                    .reduce(segment, (before, one) -> one));
        assertThat(segment.to()).matches(to -> to == text.length() || last);
      }
    }
    assertThat(shorter)
        .as("contexts that are not full")
        .isLessThanOrEqualTo(report.contexts().groups());
    assertThat(report.contexts().beginningWithin()).isEqualTo(within);
    assertThat(within).matches(count -> !trims || count == 0);
    long missing = 0;
    for (Document document : documents) {
      Integer to = done.get(document.id());
      missing += to == null ? 0 : document.text().length() - to;
    }
    assertThat(report.order().documents()).isEqualTo(done.size());
    assertThat(report.order().repeats()).isFalse();
    assertThat(done.size() + report.duplicates().dropped()).isEqualTo(documents.size());
    assertThat(report.contexts().tailTokensDropped()).isEqualTo(missing);
    assertThat(
            report.contexts().tokens()
                + report.contexts().tailTokensDropped()
                + report.duplicates().tokensDropped())
        .isEqualTo(report.input().tokens());
    assertThat(report.settings().boundary()).isEqualTo("SPLIT, as the order says");
    return missing;
  }

  @Test
  void theSameAfterAResumption(@TempDir Path folder) {
    for (String name : NAMES) {
      Path work = folder.resolve(name.replace(':', '-'));
      List<PackedContext> expected = packed(name, folder.resolve("none"), 1);
      assertThat(packed(name, work, 4)).isEqualTo(expected);
      try (PackedContexts again = builder(name, work, 2).pack(300)) {
        assertThat(again.report().run().resumed()).contains("order");
        assertThat(again.stream().toList()).isEqualTo(expected);
      }
    }
  }

  private static List<PackedContext> packed(String name, Path work, int threads) {
    try (PackedContexts contexts = builder(name, work, threads).pack(300)) {
      return contexts.stream().toList();
    }
  }

  private static ContextBuilder builder(String name, Path work, int threads) {
    return ContextBuilder.of(documents(3))
        .orderer(ContextOrderers.byName(name))
        .threads(threads)
        .workDirectory(work)
        .keepWork();
  }

  @Test
  void whatDoesNotGoTogether() {
    ContextBuilder builder =
        ContextBuilder.of(documents(1)).orderer(ContextOrderers.spliceTrimmed(2));
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.boundary(Boundary.KEEP_WHOLE).pack(300))
        .withMessage(
            "the order splice:2:trims says where contexts are cut, and so does not go with"
                + " boundary(KEEP_WHOLE)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.among(9, ContextOrderers.bm25ChunkReturning(16)))
        .withMessage(
            "order bm25chunk:16:returns cuts documents, and not with among, mix, diversity or key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.byName("splice:2:trims:reverse"))
        .withMessageContaining("splice:3:reverse:trims");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextOrderers.byName("bm25chunk:16:trims"))
        .withMessage(
            "order: expected returns as in bm25chunk:2048:returns, not 'bm25chunk:16:trims'");
  }

  @Test
  void stretchesThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DocumentOrder.ofStretches(new int[] {0, 0}, new int[] {0, 3}, new int[] {2, 5}))
        .withMessage("document 0: a stretch from 3 to 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DocumentOrder.ofStretches(new int[] {1}, new int[1], new int[] {2}))
        .withMessage("document 0 stands nowhere");
    ContextOrderer undeclared =
        new ContextOrderer() {
          @Override
          public DocumentOrder order(OrderingProblem problem) {
            return DocumentOrder.ofStretches(new int[] {0}, new int[1], new int[] {1});
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextBuilder.ofTexts(List.of("text")).orderer(undeclared).pack(10))
        .withMessage("the orderer cuts documents, and its cutsDocuments() is false");
  }
}
