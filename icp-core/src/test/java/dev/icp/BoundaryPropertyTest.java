package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.GraphSamples;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.NeighbourGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random corpora with all boundaries, orders and policies: everything exactly once, as promised.
 */
class BoundaryPropertyTest {
  private static final int SEPARATOR = 5;
  private static final int PADDING = 7;
  private static final int SHIFT = 16;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsItsPromises(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 80; run++) {
      Case.random(random.nextLong()).check();
    }
  }

  private record Case(
      long seed,
      List<Document> documents,
      NeighbourGraph graph,
      int length,
      boolean separators,
      Boundary boundary,
      int lookAhead,
      boolean startAtDocument,
      Tail tail,
      String order,
      NearDuplicates nearDuplicates) {
    static Case random(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int length = random.nextInt(1, random.nextBoolean() ? 60 : 5);
      int size = random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(200);
      int most = random.nextBoolean() ? 3 * length : Math.max(1, length / 2);
      List<Document> documents = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int limit = random.nextInt(40) == 0 ? 20 * length : most;
        int tokens = random.nextInt(10) == 0 ? 0 : random.nextInt(limit + 1);
        String text =
            random
                .ints(tokens, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        documents.add(new Document("id " + i, text));
      }
      Boundary boundary = random.nextBoolean() ? Boundary.SPLIT : Boundary.KEEP_WHOLE;
      return new Case(
          seed,
          documents,
          size == 0
              ? NeighbourGraph.builder(0, 3).build()
              : GraphSamples.random(size, 1 + random.nextInt(8), random.nextLong()),
          length,
          random.nextBoolean(),
          boundary,
          random.nextInt(3) == 0 ? 0 : random.nextInt(300),
          random.nextBoolean(),
          List.of(Tail.SHORT, Tail.PAD, Tail.DROP).get(random.nextInt(3)),
          List.of("cohesive", "paper", "reference", "input", "random").get(random.nextInt(5)),
          List.of(
                  NearDuplicates.keep(),
                  NearDuplicates.drop(0.8),
                  NearDuplicates.separate(0.8),
                  NearDuplicates.separate(0.1))
              .get(random.nextInt(4)));
    }

    private List<PackedContext> pack(List<PackingReport> report, int threads) {
      ContextBuilder builder =
          ContextBuilder.of(documents)
              .tokenizer(new LetterTokenizer(SHIFT))
              .graph(graph)
              .nearDuplicates(nearDuplicates)
              .orderer(ContextOrderers.byName(order))
              .boundary(boundary)
              .tail(tail)
              .padding(PADDING)
              .keepPathOrder()
              .threads(threads);
      if (boundary == Boundary.KEEP_WHOLE) {
        builder.lookAhead(lookAhead);
      }
      builder.set(PackingSettings.START_AT_DOCUMENT, startAtDocument);
      if (separators) {
        builder.separator(SEPARATOR);
      } else {
        builder.noSeparator();
      }
      try (PackedContexts contexts = builder.pack(length)) {
        report.add(contexts.report());
        return contexts.stream().toList();
      }
    }

    void check() {
      List<PackingReport> reports = new ArrayList<>();
      List<PackedContext> contexts = pack(reports, 1);
      assertThat(pack(reports, 3)).as("%s: again", this).isEqualTo(contexts);
      checkTokens(contexts);
      checkReport(contexts, reports.getFirst());
      if (tail != Tail.DROP) {
        checkOnceEach(contexts, reports.getFirst());
      }
      if (boundary == Boundary.KEEP_WHOLE) {
        checkWhole(contexts);
      }
      if (startAtDocument) {
        checkBeginnings(contexts, reports.getFirst());
      }
    }

    /**
     * Segments hold their documents' tokens, a separator or nothing is between, padding is last.
     */
    private void checkTokens(List<PackedContext> contexts) {
      boolean separatorsMayOpen = boundary == Boundary.SPLIT && !startAtDocument;
      for (PackedContext context : contexts) {
        int[] tokens = context.tokens();
        int at = 0;
        for (Segment segment : context.segments()) {
          while (at < segment.at()) {
            assertThat(separators && (at > 0 || separatorsMayOpen))
                .as("%s: gap in %s", this, context)
                .isTrue();
            assertThat(tokens[at++]).as("%s: %s", this, context).isEqualTo(SEPARATOR);
          }
          int[] own = encoded(segment.ordinal());
          for (int i = segment.from(); i < segment.to(); i++) {
            assertThat(tokens[at++]).as("%s: %s", this, context).isEqualTo(own[i]);
          }
        }
        for (; at < context.length() - context.padding(); at++) {
          assertThat(tokens[at]).as("%s: %s", this, context).isEqualTo(SEPARATOR);
        }
        for (; at < context.length(); at++) {
          assertThat(tokens[at]).as("%s: %s", this, context).isEqualTo(PADDING);
        }
        boolean last = context.index() == contexts.size() - 1;
        assertThat(context.length() == length || (last && tail == Tail.SHORT))
            .as("%s: length of %s", this, context)
            .isTrue();
      }
    }

    private int[] encoded(int ordinal) {
      return new LetterTokenizer(SHIFT).encode(documents.get(ordinal).text());
    }

    private void checkOnceEach(List<PackedContext> contexts, PackingReport report) {
      List<Segment> segments =
          contexts.stream()
              .flatMap(context -> context.segments().stream())
              .sorted(Comparator.comparingInt(Segment::ordinal).thenComparingInt(Segment::from))
              .toList();
      int seen = 0;
      for (int i = 0; i < segments.size(); ) {
        int ordinal = segments.get(i).ordinal();
        int to = 0;
        int first = i;
        for (; i < segments.size() && segments.get(i).ordinal() == ordinal; i++) {
          assertThat(segments.get(i).from()).as("%s: document %d", this, ordinal).isEqualTo(to);
          assertThat(segments.get(i).length() > 0 || i == first).isTrue();
          to = segments.get(i).to();
        }
        assertThat(to).as("%s: document %d", this, ordinal).isEqualTo(encoded(ordinal).length);
        seen++;
      }
      assertThat(seen)
          .as("%s: documents", this)
          .isEqualTo((int) (documents.size() - report.duplicates().dropped()));
    }

    private void checkReport(List<PackedContext> contexts, PackingReport report) {
      long placed = 0;
      long padding = 0;
      long all = 0;
      for (PackedContext context : contexts) {
        placed += context.segments().stream().mapToLong(Segment::length).sum();
        padding += context.padding();
        all += context.length();
      }
      assertThat(report.contexts().count()).isEqualTo(contexts.size());
      assertThat(report.contexts().tokens()).as("%s: tokens", this).isEqualTo(placed);
      assertThat(report.contexts().padding()).as("%s: padding", this).isEqualTo(padding);
      assertThat(report.contexts().wholePadding() + report.contexts().tailPadding())
          .isEqualTo(padding);
      assertThat(
              report.contexts().tokens()
                  + report.contexts().separators()
                  + report.contexts().padding())
          .as("%s: all", this)
          .isEqualTo(all);
      assertThat(report.input().tokens())
          .as("%s: in and out", this)
          .isEqualTo(
              report.contexts().tokens()
                  + report.duplicates().tokensDropped()
                  + report.contexts().tailTokensDropped());
      if (tail != Tail.DROP) {
        long kept = documents.size() - report.duplicates().dropped();
        assertThat(report.contexts().separators() + report.contexts().separatorsLeftOut())
            .as("%s: separators", this)
            .isEqualTo(separators ? kept : 0);
        long cut =
            contexts.stream()
                .flatMap(context -> context.segments().stream().map(Segment::ordinal))
                .collect(Collectors.groupingBy(ordinal -> ordinal))
                .values()
                .stream()
                .filter(places -> places.size() > 1)
                .count();
        assertThat(report.contexts().documentsCut()).as("%s: cut", this).isEqualTo(cut);
      }
    }

    /** Only documents longer than a context are cut, and those into full contexts and the rest. */
    private void checkWhole(List<PackedContext> contexts) {
      for (PackedContext context : contexts) {
        for (Segment segment : context.segments()) {
          int count = encoded(segment.ordinal()).length;
          boolean whole = segment.from() == 0 && segment.to() == count;
          assertThat(whole || count > length).as("%s: cut %s", this, segment).isTrue();
          if (count > length && !startAtDocument) {
            assertThat(segment.length() == length || segment.to() == count)
                .as("%s: %s of %d", this, segment, count)
                .isTrue();
          }
        }
      }
    }

    private void checkBeginnings(List<PackedContext> contexts, PackingReport report) {
      boolean[] within = new boolean[contexts.size()];
      int lastBeginning = -1;
      for (PackedContext context : contexts) {
        List<Segment> segments = context.segments();
        boolean begins = segments.getFirst().from() == 0 && segments.getFirst().at() == 0;
        within[(int) context.index()] = !begins;
        if (segments.stream().anyMatch(segment -> segment.from() == 0)) {
          lastBeginning = (int) context.index();
        }
      }
      long count = 0;
      for (int c = 0; c < within.length; c++) {
        count += within[c] ? 1 : 0;
        assertThat(within[c] && c <= lastBeginning)
            .as("%s: context %d begins within, but there are documents left", this, c)
            .isFalse();
      }
      assertThat(report.contexts().beginningWithin())
          .as("%s: %s", this, Arrays.toString(within))
          .isEqualTo(count);
    }

    @Override
    public String toString() {
      return "case of seed %d: %s%s, look-ahead %d, length %d, %s, %s, %s, %d documents"
          .formatted(
              seed,
              boundary,
              startAtDocument ? " starting at documents" : "",
              lookAhead,
              length,
              tail,
              order,
              nearDuplicates,
              documents.size());
    }
  }
}
