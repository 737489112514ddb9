package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each document once an epoch, in other company of the same subject. */
class EpochsTest {
  private static final int SIZE = 900;

  /** Documents of thirty subjects, whose words they share by chance. */
  private static List<Document> corpus() {
    Random random = new Random(3);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = 12 + random.nextInt(20); w > 0; w--) {
        text.append("s").append(i % 30).append("w").append(random.nextInt(60)).append(' ');
      }
      documents.add(new Document("d" + i, text.toString()));
    }
    return documents;
  }

  private static List<PackedContext> epoch(int epoch, ContextBuilder builder) {
    try (PackedContexts contexts = builder.epoch(epoch).threads(2).pack(1200)) {
      assertThat(contexts.report().settings().epoch()).isEqualTo(epoch);
      return contexts.stream().toList();
    }
  }

  private static void everyTokenOnce(List<Document> documents, List<PackedContext> contexts) {
    int[] next = new int[documents.size()];
    contexts.stream()
        .flatMap(context -> context.segments().stream())
        .sorted(Comparator.comparingInt(Segment::from).thenComparingInt(Segment::to))
        .forEach(
            segment -> {
              assertThat(segment.from()).isEqualTo(next[segment.ordinal()]);
              next[segment.ordinal()] = segment.to();
            });
    assertThat(next).containsExactly(documents.stream().mapToInt(d -> d.text().length()).toArray());
  }

  private static Set<Long> pairs(List<PackedContext> contexts) {
    Set<Long> pairs = new HashSet<>();
    for (PackedContext context : contexts) {
      List<Segment> segments = context.segments();
      for (Segment one : segments) {
        for (Segment other : segments) {
          if (one.ordinal() < other.ordinal()) {
            pairs.add((long) one.ordinal() << 32 | other.ordinal());
          }
        }
      }
    }
    return pairs;
  }

  private static double met(Set<Long> one, Set<Long> other) {
    return one.stream().filter(other::contains).count() / (double) one.size();
  }

  /** Returns the share of pairs in one context that are of the same subject. */
  private static double purity(Set<Long> pairs) {
    return pairs.stream().filter(p -> (p >> 32) % 30 == (p & 0xFFFFFFFFL) % 30).count()
        / (double) pairs.size();
  }

  @Test
  void othersOfTheSameSubject() {
    List<Document> documents = corpus();
    List<Set<Long>> epochs = new ArrayList<>();
    for (int e = 0; e < 3; e++) {
      List<PackedContext> contexts = epoch(e, ContextBuilder.of(documents));
      everyTokenOnce(documents, contexts);
      epochs.add(pairs(contexts));
    }
    for (int e = 0; e < 3; e++) {
      assertThat(purity(epochs.get(e))).isGreaterThan(0.97 * purity(epochs.get(0)));
      for (int other = 0; other < e; other++) {
        assertThat(met(epochs.get(e), epochs.get(other))).isLessThan(0.6);
      }
    }
  }

  @Test
  void theFirstIsTheRunWithoutOne() {
    List<Document> documents = corpus().subList(0, 200);
    try (PackedContexts contexts = ContextBuilder.of(documents).pack(1200)) {
      assertThat(contexts.stream()).isEqualTo(epoch(0, ContextBuilder.of(documents)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cohesive", "paper", "splice", "random", "bm25chunk:50", "input"})
  void dependsOnSeedAndEpochAlone(String order) {
    List<Document> documents = corpus().subList(0, 300);
    Set<List<List<Segment>>> all = new HashSet<>();
    for (long seed : new long[] {0, 1}) {
      for (int e = 0; e < 3; e++) {
        List<PackedContext> contexts = epoch(e, builder(documents, order).seed(seed));
        assertThat(epoch(e, builder(documents, order).seed(seed))).isEqualTo(contexts);
        everyTokenOnce(documents, contexts);
        all.add(contexts.stream().map(PackedContext::segments).collect(Collectors.toList()));
      }
    }
    assertThat(all).hasSize(6);
  }

  /** Neighbours within a group are found anew, and seen by the epoch as well. */
  @Test
  void othersWithinAGroupToo() {
    List<Document> documents =
        corpus().stream().map(d -> new Document(d.id(), d.text(), Map.of("g", "one"))).toList();
    Set<Long> first = pairs(epoch(0, builder(documents, "key:g")));
    assertThat(met(pairs(epoch(1, builder(documents, "key:g"))), first)).isLessThan(0.6);
  }

  private static ContextBuilder builder(List<Document> documents, String order) {
    return ContextBuilder.of(documents).orderer(ContextOrderers.byName(order));
  }

  @Test
  void nearDuplicatesStayApart() {
    List<Document> documents = new ArrayList<>(corpus().subList(0, 300));
    for (int i = 0; i < 20; i++) {
      documents.set(100 + i, new Document("copy" + i, documents.get(i).text()));
    }
    try (PackedContexts contexts =
        ContextBuilder.of(documents)
            .nearDuplicates(NearDuplicates.separate(0.99))
            .epoch(4)
            .pack(1200)) {
      assertThat(contexts.report().duplicates().pairsTogether()).isZero();
      Set<Long> pairs = pairs(contexts.stream().toList());
      for (long i = 0; i < 20; i++) {
        assertThat(pairs).doesNotContain(i << 32 | (100 + i));
      }
    }
  }

  @Test
  void noEpochBeforeTheFirst() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextBuilder.of(List.of()).epoch(-1))
        .withMessageContaining("epoch: -1, expected 0 or more");
  }

  @Test
  void someContexts() {
    List<Document> documents = corpus().subList(0, 120);
    try (PackedContexts contexts = ContextBuilder.of(documents).pack(700)) {
      List<PackedContext> all = contexts.stream().toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(contexts.get(i)).isEqualTo(all.get(i));
      }
      for (int skipped : new int[] {0, 3, all.size() - 1, all.size()}) {
        assertThat(contexts.skip(skipped)).isEqualTo(all.subList(skipped, all.size()));
      }
      for (int shards : new int[] {1, 3, all.size(), all.size() + 5}) {
        PackedContext[] together = new PackedContext[all.size()];
        int count = 0;
        for (int shard = 0; shard < shards; shard++) {
          List<PackedContext> mine = contexts.shard(shard, shards);
          for (int i = 0; i < mine.size(); i++) {
            together[shard + i * shards] = mine.get(i);
            count++;
          }
        }
        assertThat(count).isEqualTo(all.size());
        assertThat(together).containsExactlyElementsOf(all);
      }
      assertThatIllegalArgumentException().isThrownBy(() -> contexts.skip(all.size() + 1));
      assertThatIllegalArgumentException().isThrownBy(() -> contexts.skip(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> contexts.shard(2, 2));
      assertThatIllegalArgumentException().isThrownBy(() -> contexts.shard(0, 0));
    }
  }
}
