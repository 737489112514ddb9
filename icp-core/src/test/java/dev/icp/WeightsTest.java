package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents that stand several times, or not at all. */
class WeightsTest {
  private static final int SIZE = 300;

  private static double weight(int i) {
    return i % 10 == 0 ? 3 : i % 10 == 1 ? 0 : i % 10 == 2 ? 1.5 : 1;
  }

  private static List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    for (Document document : StepsTest.corpus(SIZE)) {
      int i = documents.size();
      Map<String, Object> known =
          weight(i) == 1 ? Map.of("topic", i % 3) : Map.of("topic", i % 3, "weight", weight(i));
      documents.add(new Document(document.id(), document.text(), known));
    }
    return documents;
  }

  private static int[] copies(List<PackedContext> contexts) {
    long[] tokens = new long[SIZE];
    for (PackedContext context : contexts) {
      for (Segment segment : context.segments()) {
        tokens[segment.ordinal()] += segment.to() - segment.from();
      }
    }
    List<Document> documents = documents();
    int[] copies = new int[SIZE];
    for (int i = 0; i < SIZE; i++) {
      int length = documents.get(i).text().length();
      assertThat(tokens[i] % length).isZero();
      copies[i] = (int) (tokens[i] / length);
    }
    return copies;
  }

  /** Long documents are upsampled, short ones left out in part, the others stand once. */
  @Test
  void byLength() {
    List<Document> documents = documents();
    int[] lengths = documents.stream().mapToInt(document -> document.text().length()).toArray();
    int[] sorted = lengths.clone();
    Arrays.sort(sorted);
    int some = sorted[SIZE / 3];
    int many = sorted[2 * SIZE / 3];
    String rule = "tokens:0=0.5," + many + "=3," + some + "=1";
    try (PackedContexts contexts = ContextBuilder.of(documents).weightBy(rule).pack(900)) {
      int[] copies = copies(contexts.stream().toList());
      int few = 0;
      int once = 0;
      for (int i = 0; i < SIZE; i++) {
        if (lengths[i] < some) {
          few++;
          once += copies[i];
          assertThat(copies[i]).isBetween(0, 1);
        } else {
          assertThat(copies[i]).isEqualTo(lengths[i] < many ? 1 : 3);
        }
      }
      assertThat(once / (double) few).isCloseTo(0.5, within(0.2));
      assertThat(contexts.report().order().repeats()).isTrue();
    }
    for (String wrong :
        List.of("tokens:", "tokens:many=2", "tokens:5", "tokens:5=2,", "tokens:5=1001")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ContextBuilder.of(documents).weightBy(wrong))
          .withMessage(
              "weightBy: "
                  + wrong
                  + ", expected tokens, no number twice, and weights of 0 to 1000 as in"
                  + " tokens:32768=2,131072=4");
    }
  }

  @ParameterizedTest
  @EnumSource(Boundary.class)
  void standAsOftenAsTheySay(Boundary boundary) {
    try (PackedContexts contexts =
        ContextBuilder.of(documents()).weightBy("weight").boundary(boundary).pack(900)) {
      List<PackedContext> all = contexts.stream().toList();
      int[] copies = copies(all);
      int twice = 0;
      for (int i = 0; i < SIZE; i++) {
        if (weight(i) == 1.5) {
          assertThat(copies[i]).isBetween(1, 2);
          twice += copies[i] - 1;
        } else {
          assertThat(copies[i]).isEqualTo((int) weight(i));
        }
      }
      assertThat(twice / (SIZE / 10.0)).isCloseTo(0.5, within(0.3));
      for (PackedContext context : all) {
        Set<Integer> places = new HashSet<>();
        for (Segment segment : context.segments()) {
          for (int token = segment.from(); token < segment.to(); token++) {
            assertThat(places.add(segment.ordinal() << 16 | token)).isTrue();
          }
        }
      }
      PackingReport report = contexts.report();
      assertThat(report.order().repeats()).isTrue();
      assertThat(report.order().documents()).isEqualTo(SIZE - SIZE / 10);
      assertThat(report.contexts().tokens())
          .isEqualTo(
              all.stream()
                  .flatMap(context -> context.segments().stream())
                  .mapToLong(segment -> segment.to() - segment.from())
                  .sum());
    }
  }

  @Test
  void groupsAndEpochs() {
    List<int[]> drawn = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      try (PackedContexts contexts =
          ContextBuilder.of(documents())
              .weightBy("weight")
              .groupBy("topic")
              .epoch(epoch)
              .tail(Tail.PAD)
              .pack(900)) {
        List<PackedContext> all = contexts.stream().toList();
        for (PackedContext context : all) {
          assertThat(context.length()).isEqualTo(900);
          assertThat(context.segments().stream().map(s -> s.metadata().get("topic")).distinct())
              .hasSize(1);
        }
        drawn.add(copies(all));
      }
    }
    assertThat(drawn.get(0)).isNotEqualTo(drawn.get(1));
  }

  @Test
  void whatIsWrong() {
    List<Document> documents = documents();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextBuilder.of(documents).weightBy("wait").pack(900))
        .withMessage("weightBy: wait, which no document has among its metadata");
    documents.set(5, new Document("five", "text", Map.of("weight", -1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextBuilder.of(documents).weightBy("weight").pack(900))
        .withMessage("weightBy: document \"five\" has weight -1, expected a number from 0 to 1000");
    assertThatIllegalStateException()
        .isThrownBy(() -> ContextBuilder.of(documents).weightBy("weight").tail(Tail.DROP).pack(900))
        .withMessageContaining("tail(DROP)");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContextBuilder.of(documents)
                    .weightBy("weight")
                    .orderer(ContextOrderers.nearestWithRepeats())
                    .pack(900))
        .withMessageContaining("which repeats documents itself");
  }
}
