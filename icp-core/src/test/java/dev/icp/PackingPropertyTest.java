package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.GraphSamples;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random corpora, graphs and settings against {@link PackingModel}. */
class PackingPropertyTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyTokenWhereItBelongs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 75; run++) {
      Case made = Case.random(random.nextLong());
      made.check(1 + run % 2);
    }
  }

  @Test
  void sameForAnyNumberOfThreadsAndAgain() {
    SplittableRandom random = new SplittableRandom(9);
    for (int run = 0; run < 16; run++) {
      Case made = Case.random(random.nextLong());
      List<PackedContext> expected = made.packed(1);
      for (int threads : new int[] {1, 2, 4}) {
        assertThat(made.packed(threads)).as("%s, %d threads", made, threads).isEqualTo(expected);
      }
    }
  }

  /**
   * A corpus and how it is packed.
   *
   * @param dropAt cosine from which near duplicates are dropped; 0 keeps them
   */
  private record Case(
      long seed,
      List<Document> documents,
      NeighbourGraph graph,
      int shift,
      int length,
      int separator,
      Tail tail,
      boolean pathOrder,
      double dropAt) {
    static Case random(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int length = random.nextInt(1, random.nextBoolean() ? 51 : 6);
      int size = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(301);
      List<Document> documents = new ArrayList<>();
      int emptyOfTen = random.nextInt(3) == 0 ? random.nextInt(11) : 1;
      for (int i = 0; i < size; i++) {
        int most = random.nextInt(60) == 0 ? 150 * length : 3 * length;
        int tokens = random.nextInt(10) < emptyOfTen ? 0 : random.nextInt(most + 1);
        String text =
            random
                .ints(tokens, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        documents.add(new Document("id " + i, text));
      }
      NeighbourGraph graph =
          size == 0
              ? NeighbourGraph.builder(0, 3).build()
              : GraphSamples.random(size, 1 + random.nextInt(8), random.nextLong());
      return new Case(
          seed,
          documents,
          graph,
          new int[] {0, 8, 16, 22}[random.nextInt(4)],
          length,
          random.nextBoolean() ? 5 : -1,
          List.of(Tail.SHORT, Tail.PAD, Tail.DROP).get(random.nextInt(3)),
          random.nextBoolean(),
          random.nextInt(3) == 0 ? 0.8 : 0);
    }

    ContextBuilder builder(int threads) {
      ContextBuilder builder =
          ContextBuilder.of(documents)
              .tokenizer(new LetterTokenizer(shift))
              .graph(graph)
              .startAnywhere()
              .tail(tail)
              .padding(7)
              .seed(seed)
              .threads(threads)
              .nearDuplicates(dropAt > 0 ? NearDuplicates.drop(dropAt) : NearDuplicates.keep());
      if (pathOrder) {
        builder.keepPathOrder();
      }
      return separator >= 0 ? builder.separator(separator) : builder.noSeparator();
    }

    List<PackedContext> packed(int threads) {
      try (PackedContexts contexts = builder(threads).pack(length)) {
        List<PackedContext> first = contexts.stream().toList();
        assertThat(contexts).as("%s: again", this).containsExactlyElementsOf(first);
        return first;
      }
    }

    void check(int threads) {
      DocumentOrder[] order = {DocumentOrder.of(new int[0])};
      ContextBuilder builder =
          builder(threads)
              .orderer(
                  problem -> {
                    order[0] = ContextOrderers.greedyPath().order(problem);
                    return order[0];
                  });
      try (PackedContexts contexts = builder.pack(length)) {
        int[] kept =
            dropAt > 0
                ? PackingModel.kept(graph, dropAt)
                : IntStream.range(0, documents.size()).toArray();
        assertThat(order[0].size()).as("%s: kept", this).isEqualTo(kept.length);
        int[] path = Arrays.stream(order[0].documents()).map(d -> kept[d]).toArray();
        List<PackedContext> expected =
            new PackingModel(documents, new LetterTokenizer(shift), separator, 7, length, tail)
                .contexts(path);
        List<PackedContext> actual = contexts.stream().toList();
        checkContexts(actual, expected);
        checkReport(contexts.report(), actual, kept);
        assertThat(contexts.report().order().breaks()).isEqualTo(order[0].breaks().length);
        assertThat(contexts.report().order().breaksAlong().stream().mapToLong(n -> n).sum())
            .isEqualTo(order[0].breaks().length);
      }
    }

    private void checkContexts(List<PackedContext> actual, List<PackedContext> expected) {
      if (pathOrder) {
        assertThat(actual).as("%s", this).isEqualTo(expected);
      } else {
        assertThat(unnumbered(actual)).as("%s", this).isEqualTo(unnumbered(expected));
      }
      for (int i = 0; i < actual.size(); i++) {
        PackedContext context = actual.get(i);
        assertThat(context.index()).isEqualTo(i);
        boolean last = i == actual.size() - 1;
        assertThat(context.length() - context.padding() == length || last)
            .as("%s: context %d of %d is not full", this, i, actual.size())
            .isTrue();
        checkRanges(context);
      }
    }

    /** The same contexts, whatever the order in which they leave. */
    private static List<String> unnumbered(List<PackedContext> contexts) {
      return contexts.stream()
          .map(c -> c.segments() + Arrays.toString(c.tokens()) + c.padding())
          .sorted(Comparator.naturalOrder())
          .toList();
    }

    private void checkReport(PackingReport report, List<PackedContext> contexts, int[] kept) {
      long placed = 0;
      long padding = 0;
      long length = 0;
      for (PackedContext context : contexts) {
        placed += context.segments().stream().mapToLong(Segment::length).sum();
        padding += context.padding();
        length += context.length();
      }
      long all = documents.stream().mapToLong(d -> d.text().length()).sum();
      long stay = Arrays.stream(kept).mapToLong(d -> documents.get(d).text().length()).sum();
      assertThat(report.input().documents()).isEqualTo(documents.size());
      assertThat(report.input().tokens()).isEqualTo(all);
      assertThat(report.contexts().count()).isEqualTo(contexts.size());
      assertThat(report.contexts().tokens()).as("%s: context tokens", this).isEqualTo(placed);
      assertThat(report.contexts().padding()).as("%s: padding", this).isEqualTo(padding);
      assertThat(
              report.contexts().tokens()
                  + report.contexts().separators()
                  + report.contexts().padding())
          .as("%s: what the contexts hold", this)
          .isEqualTo(length);
      assertThat(report.duplicates().dropped()).isEqualTo(documents.size() - kept.length);
      assertThat(report.duplicates().tokensDropped()).isEqualTo(all - stay);
      assertThat(report.input().tokens())
          .as("%s: tokens in and out", this)
          .isEqualTo(
              report.contexts().tokens()
                  + report.duplicates().tokensDropped()
                  + report.contexts().tailTokensDropped());
      if (tail != Tail.DROP) {
        assertThat(report.contexts().tailTokensDropped()).isZero();
        assertThat(report.contexts().separators()).isEqualTo(separator < 0 ? 0 : kept.length);
      }
    }

    /** The ranges are the pieces of documents with what follows them, and add up. */
    private void checkRanges(PackedContext context) {
      int[] ends = context.cumulativeLengths();
      int[] positions = context.positionIds();
      List<Integer> expected = new ArrayList<>(List.of(0));
      for (Segment segment : context.segments()) {
        if (segment.length() > 0 && segment.at() > 0) {
          expected.add(segment.at());
        }
      }
      int filled = context.length() - context.padding();
      for (int end : new int[] {filled, context.length()}) {
        if (end > expected.getLast()) {
          expected.add(end);
        }
      }
      assertThat(ends).as("%s: %s", this, context).containsExactly(toArray(expected));
      for (int p = 0; p < positions.length; p++) {
        boolean begins = Arrays.binarySearch(ends, p) >= 0;
        assertThat(positions[p]).isEqualTo(begins ? 0 : positions[p - 1] + 1);
      }
    }

    private static int[] toArray(List<Integer> list) {
      return list.stream().mapToInt(i -> i).toArray();
    }

    @Override
    public String toString() {
      return "case of seed " + seed;
    }
  }
}
