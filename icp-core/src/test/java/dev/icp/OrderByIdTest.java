package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An orderer sees who is who, also when documents were dropped. */
class OrderByIdTest {
  private static final String COPY = "the same words in the same order as in another one";

  private final List<Document> documents = new ArrayList<>();
  private final List<Integer> ordinals = new ArrayList<>();

  private final ContextOrderer byId =
      problem -> {
        for (int i = 0; i < problem.size(); i++) {
          ordinals.add(problem.ordinal(i));
          assertThat(problem.id(i)).isEqualTo(documents.get(problem.ordinal(i)).id());
        }
        return DocumentOrder.of(
            IntStream.range(0, problem.size())
                .boxed()
                .sorted(Comparator.comparing(problem::id))
                .mapToInt(i -> i)
                .toArray());
      };

  OrderByIdTest() {
    for (int i = 0; i < 40; i++) {
      String text = i % 3 == 1 ? COPY : "document " + i + " about number" + i;
      documents.add(new Document((i % 2 == 0 ? "b" : "a") + i, text));
    }
  }

  @Test
  void idsAndOrdinalsAreThoseOfTheCorpus() {
    try (PackedContexts contexts =
        ContextBuilder.of(documents)
            .nearDuplicates(NearDuplicates.drop(0.95))
            .orderer(byId)
            .startAnywhere()
            .keepPathOrder()
            .pack(64)) {
      List<String> ids = new ArrayList<>();
      contexts.forEach(c -> c.segments().stream().map(Segment::id).forEach(ids::add));
      assertThat(ids).isSorted();
      assertThat(ordinals).contains(1).doesNotContain(4, 7).isSorted();
    }
  }

  @Test
  void partsKnowThemToo() {
    ordinals.clear();
    ContextOrderer parts =
        ContextOrderers.among(
            10,
            problem -> {
              for (int i = 0; i < problem.size(); i++) {
                assertThat(problem.id(i)).isEqualTo(documents.get(problem.ordinal(i)).id());
                ordinals.add(problem.ordinal(i));
              }
              return ContextOrderers.input().order(problem);
            });
    try (PackedContexts contexts = ContextBuilder.of(documents).orderer(parts).pack(64)) {
      assertThat(contexts.size()).isPositive();
      int[] all = ordinals.stream().mapToInt(i -> i).sorted().toArray();
      assertThat(Arrays.equals(all, IntStream.range(0, 40).toArray())).isTrue();
    }
  }
}
