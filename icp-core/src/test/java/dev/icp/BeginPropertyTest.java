package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.GraphSamples;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.NeighbourGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random corpora with begin tokens: every token of every context is what it should be. */
class BeginPropertyTest {
  private static final int BEGIN = 3;
  private static final int SEPARATOR = 5;
  private static final int PADDING = 7;
  private static final int SHIFT = 8;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
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
      Begin begin,
      boolean separators,
      Boundary boundary,
      boolean startAtDocument,
      Tail tail,
      NearDuplicates nearDuplicates) {
    static Case random(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int length = random.nextInt(2, random.nextBoolean() ? 60 : 6);
      int size = random.nextInt(6) == 0 ? random.nextInt(3) : random.nextInt(150);
      int most = random.nextBoolean() ? 3 * length : Math.max(1, length / 2);
      List<Document> documents = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int limit = random.nextInt(40) == 0 ? 20 * length : most;
        int tokens = random.nextInt(8) == 0 ? 0 : random.nextInt(limit + 1);
        documents.add(
            new Document("id " + i, "x".repeat(tokens).replace('x', (char) ('a' + i % 26))));
      }
      return new Case(
          seed,
          documents,
          size == 0
              ? NeighbourGraph.builder(0, 3).build()
              : GraphSamples.random(size, 1 + random.nextInt(8), random.nextLong()),
          length,
          random.nextInt(3) == 0 ? Begin.CONTEXT : Begin.DOCUMENT,
          random.nextBoolean(),
          random.nextBoolean() ? Boundary.SPLIT : Boundary.KEEP_WHOLE,
          random.nextBoolean(),
          List.of(Tail.SHORT, Tail.PAD, Tail.DROP).get(random.nextInt(3)),
          List.of(NearDuplicates.keep(), NearDuplicates.drop(0.8), NearDuplicates.separate(0.8))
              .get(random.nextInt(3)));
    }

    private boolean split() {
      return boundary == Boundary.SPLIT && !startAtDocument;
    }

    void check() {
      ContextBuilder builder =
          ContextBuilder.of(documents)
              .tokenizer(new LetterTokenizer(SHIFT))
              .graph(graph)
              .nearDuplicates(nearDuplicates)
              .boundary(boundary)
              .tail(tail)
              .begin(begin, BEGIN)
              .padding(PADDING)
              .threads(1);
      builder.set(PackingSettings.START_AT_DOCUMENT, startAtDocument);
      if (separators) {
        builder.separator(SEPARATOR);
      } else {
        builder.noSeparator();
      }
      try (PackedContexts contexts = builder.pack(length)) {
        checkContexts(contexts.stream().toList(), contexts.report());
      }
    }

    private void checkContexts(List<PackedContext> contexts, PackingReport report) {
      long begins = 0;
      long separatorsSeen = 0;
      List<Segment> segments = new ArrayList<>();
      for (PackedContext context : contexts) {
        boolean last = context.index() == contexts.size() - 1;
        assertThat(context.length() == length || (last && tail == Tail.SHORT))
            .as("%s: length of %s", this, context)
            .isTrue();
        int[] counted = walk(context);
        begins += counted[0];
        separatorsSeen += counted[1];
        segments.addAll(context.segments());
        checkRanges(context);
      }
      assertThat(report.contexts().count()).isEqualTo(contexts.size());
      assertThat(report.contexts().begins()).as("%s: begins", this).isEqualTo(begins);
      assertThat(report.contexts().separators())
          .as("%s: separators", this)
          .isEqualTo(separatorsSeen);
      assertThat(report.contexts().tokens())
          .as("%s: tokens", this)
          .isEqualTo(segments.stream().mapToLong(Segment::length).sum());
      assertThat(report.input().tokens())
          .as("%s: in and out", this)
          .isEqualTo(
              report.contexts().tokens()
                  + report.duplicates().tokensDropped()
                  + report.contexts().tailTokensDropped());
      if (tail != Tail.DROP) {
        checkOnceEach(segments, documents.size() - (int) report.duplicates().dropped());
        if (begin == Begin.DOCUMENT && split()) {
          assertThat(begins).isEqualTo(documents.size() - report.duplicates().dropped());
        }
      }
    }

    /** Checks every token; returns how many begin tokens and separators there are. */
    private int[] walk(PackedContext context) {
      int[] tokens = context.tokens();
      int[] counted = new int[2];
      int at = 0;
      if (begin == Begin.CONTEXT) {
        assertThat(tokens[at++]).isEqualTo(BEGIN);
        counted[0]++;
      }
      for (Segment segment : context.segments()) {
        boolean opens =
            begin == Begin.DOCUMENT
                && segment.from() == 0
                && segment.at() > 0
                && (segment.length() > 0 || split());
        int gap = opens ? segment.at() - 1 : segment.at();
        at = walkSeparators(context, at, gap, counted);
        if (opens) {
          assertThat(tokens[at++]).as("%s: begin in %s", this, context).isEqualTo(BEGIN);
          counted[0]++;
        } else if (begin == Begin.DOCUMENT && segment.from() == 0 && segment.length() > 0) {
          assertThat(split()).as("%s: no begin in %s", this, context).isTrue();
        }
        assertThat(at).isEqualTo(segment.at());
        int own = new LetterTokenizer(SHIFT).encode(text(segment))[0];
        for (int i = 0; i < segment.length(); i++) {
          assertThat(tokens[at++]).isEqualTo(own);
        }
      }
      int filled = context.length() - context.padding();
      boolean beginsLast = begin == Begin.DOCUMENT && filled > at && tokens[filled - 1] == BEGIN;
      assertThat(!beginsLast || (split() && filled == length)).isTrue();
      at = walkSeparators(context, at, beginsLast ? filled - 1 : filled, counted);
      counted[0] += beginsLast ? 1 : 0;
      for (at += beginsLast ? 1 : 0; at < tokens.length; at++) {
        assertThat(tokens[at]).as("%s: %s", this, context).isEqualTo(PADDING);
      }
      return counted;
    }

    private String text(Segment segment) {
      return documents.get(segment.ordinal()).text() + "a";
    }

    private int walkSeparators(PackedContext context, int from, int to, int[] counted) {
      int[] tokens = context.tokens();
      int at = from;
      for (; at < to; at++) {
        assertThat(tokens[at]).as("%s: %d of %s", this, at, context).isEqualTo(SEPARATOR);
        counted[1]++;
      }
      return at;
    }

    /** A begin token belongs to the document after it. */
    private void checkRanges(PackedContext context) {
      int[] ends = context.cumulativeLengths();
      List<Integer> starts = new ArrayList<>(List.of(0));
      for (Segment s : context.segments()) {
        boolean opens = begin == Begin.DOCUMENT && s.from() == 0;
        int start = opens ? s.at() - 1 : s.at();
        if (s.length() > 0 && start > (begin == Begin.CONTEXT ? 1 : 0)) {
          starts.add(start);
        }
      }
      int filled = context.length() - context.padding();
      assertThat(ends).startsWith(starts.stream().mapToInt(i -> i).toArray());
      assertThat(ends[ends.length - 1]).isEqualTo(context.length());
      assertThat(ends).contains(filled);
    }

    private void checkOnceEach(List<Segment> segments, int kept) {
      segments.sort(Comparator.comparingInt(Segment::ordinal).thenComparingInt(Segment::from));
      int seen = 0;
      for (int i = 0; i < segments.size(); seen++) {
        int ordinal = segments.get(i).ordinal();
        int to = 0;
        int first = i;
        for (; i < segments.size() && segments.get(i).ordinal() == ordinal; i++) {
          assertThat(segments.get(i).from()).as("%s: document %d", this, ordinal).isEqualTo(to);
          assertThat(segments.get(i).length() > 0 || i == first).isTrue();
          to = segments.get(i).to();
        }
        assertThat(to).isEqualTo(documents.get(ordinal).text().length());
      }
      assertThat(seen).as("%s: documents", this).isEqualTo(kept);
    }

    @Override
    public String toString() {
      return "case of seed %dL: %s%s, %s, length %d, %s, separators %s, %s, %d documents"
          .formatted(
              seed,
              boundary,
              startAtDocument ? " starting at documents" : "",
              begin,
              length,
              tail,
              separators,
              nearDuplicates,
              documents.size());
    }
  }
}
