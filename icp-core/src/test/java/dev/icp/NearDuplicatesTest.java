package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.icp.NearDuplicates.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A made corpus of which a third are near duplicates: copies with small edits. */
class NearDuplicatesTest {
  private static final int ORIGINALS = 1000;
  private static final double THRESHOLD = 0.85;
  private static final List<Document> CORPUS = corpus();

  /** The originals, "o17", are of topics; copies, "o17c3", stand anywhere. */
  private static List<Document> corpus() {
    SplittableRandom random = new SplittableRandom(7);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < ORIGINALS; i++) {
      int topic = i / 25;
      List<String> words = new ArrayList<>();
      for (int w = 0; w < 80; w++) {
        boolean topical = random.nextInt(4) > 0;
        words.add(topical ? "t" + topic + "x" + random.nextInt(150) : "w" + random.nextInt(2000));
      }
      documents.add(new Document("o" + i, String.join(" ", words)));
      // Two originals have more copies than anyone has neighbours.
      int copies = i < 2 ? 100 : i % 10 == 5 ? 3 : 0;
      for (int c = 0; c < copies; c++) {
        List<String> edited = new ArrayList<>(words);
        edited.set(random.nextInt(80), "w" + random.nextInt(2000));
        edited.remove(random.nextInt(80));
        documents.add(new Document("o" + i + "c" + c, String.join(" ", edited)));
      }
    }
    return documents;
  }

  private static ContextBuilder builder() {
    return ContextBuilder.of(CORPUS);
  }

  private static String original(String id) {
    return id.replaceFirst("c.*", "");
  }

  @Test
  void dropTakesTheCopiesAndFewOthers() {
    try (PackedContexts contexts =
        builder().nearDuplicates(NearDuplicates.drop(THRESHOLD)).pack(4096)) {
      List<DroppedDocument> dropped = contexts.dropped().toList();
      int copies = CORPUS.size() - ORIGINALS;
      long took = dropped.stream().filter(d -> d.id().contains("c")).count();
      assertThat(took).isGreaterThanOrEqualTo((long) (0.95 * copies));
      assertThat(dropped.size() - took).isLessThanOrEqualTo(ORIGINALS / 100);
      assertThat(contexts.report().duplicates().dropped()).isEqualTo(dropped.size());

      Set<String> packed = ids(contexts);
      for (DroppedDocument document : dropped) {
        assertThat(packed).doesNotContain(document.id()).contains(document.keptId());
        assertThat(document.cosine()).isGreaterThanOrEqualTo((float) THRESHOLD - 1e-4f);
        assertThat(CORPUS.get(document.ordinal()).id()).isEqualTo(document.id());
        assertThat(CORPUS.get(document.keptOrdinal()).id()).isEqualTo(document.keptId());
        assertThat(document.keptOrdinal()).as("%s", document).isLessThan(document.ordinal());
        assertThat(original(document.keptId())).isEqualTo(original(document.id()));
      }
      assertThat(packed).hasSize(CORPUS.size() - dropped.size());
    }
  }

  private static Set<String> ids(PackedContexts contexts) {
    return contexts.stream()
        .flatMap(c -> c.segments().stream())
        .map(Segment::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void keepsWhatTheComparatorPutsFirst() {
    NearDuplicates policy =
        NearDuplicates.drop(THRESHOLD)
            .keeping(Comparator.comparingInt(Candidate::ordinal).reversed());
    try (PackedContexts contexts = builder().nearDuplicates(policy).pack(4096)) {
      List<DroppedDocument> dropped = contexts.dropped().toList();
      assertThat(dropped).hasSizeGreaterThan(300);
      assertThat(dropped).allMatch(d -> d.keptOrdinal() > d.ordinal());
    }
    NearDuplicates longest =
        NearDuplicates.drop(THRESHOLD)
            .keeping(Comparator.comparingInt(Candidate::tokens).reversed());
    try (PackedContexts contexts = builder().nearDuplicates(longest).pack(4096)) {
      assertThat(contexts.dropped())
          .allMatch(
              d ->
                  CORPUS.get(d.keptOrdinal()).text().length()
                      >= CORPUS.get(d.ordinal()).text().length());
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> NearDuplicates.keep().keeping(Comparator.comparing(Candidate::id)))
        .withMessage("keeping goes with drop only, not with keep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cohesive", "paper", "reference", "input", "random"})
  void separateLosesNothingAndLeavesNoPairTogether(String order) {
    ContextBuilder builder = builder().orderer(ContextOrderers.byName(order)).keepPathOrder();
    try (PackedContexts contexts =
        builder.nearDuplicates(NearDuplicates.separate(THRESHOLD)).pack(1024)) {
      PackingReport report = contexts.report();
      assertThat(report.settings().nearDuplicates()).isEqualTo("separate:" + THRESHOLD);
      assertThat(report.duplicates().dropped()).isZero();
      assertThat(ids(contexts)).hasSize(CORPUS.size());
      assertThat(report.duplicates().moved()).isPositive();
      assertThat(report.duplicates().pairsTogether()).isZero();
      assertThat(together(contexts)).isZero();
    }
  }

  /** Pairs of the same original in one context. */
  private static long together(PackedContexts contexts) {
    long pairs = 0;
    for (PackedContext context : contexts) {
      Map<String, Integer> seen = new HashMap<>();
      for (Segment segment : context.segments()) {
        pairs += seen.merge(original(segment.id()), 1, Integer::sum) - 1;
      }
    }
    return pairs;
  }

  @Test
  void withoutSeparationTheyStandTogether() {
    try (PackedContexts contexts = builder().pack(1024)) {
      assertThat(together(contexts)).isGreaterThan(500);
      assertThat(contexts.report().duplicates().moved()).isZero();
      assertThat(contexts.dropped()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void sameForAnyNumberOfThreads(int threads) {
    for (NearDuplicates policy :
        List.of(NearDuplicates.drop(THRESHOLD), NearDuplicates.separate(THRESHOLD))) {
      try (PackedContexts one = builder().threads(2).nearDuplicates(policy).pack(1024);
          PackedContexts other = builder().threads(threads).nearDuplicates(policy).pack(1024)) {
        assertThat(one.stream()).containsExactlyElementsOf(other);
        assertThat(one.dropped()).containsExactlyElementsOf(other.dropped().toList());
      }
    }
  }

  @Test
  void theReportHelpsToChoose() {
    try (PackedContexts contexts = builder().pack(4096)) {
      PackingReport report = contexts.report();
      assertThat(report.neighbours().nearestCosines()).hasSize(50);
      assertThat(report.neighbours().nearestCosines().stream().mapToLong(n -> n).sum())
          .isEqualTo(CORPUS.size());
      assertThat(report.duplicates().thresholds()).hasSize(20);
      assertThat(report.duplicates().thresholds().getFirst().cosine()).isEqualTo(0.8);
      assertThat(report.duplicates().thresholds().getLast().cosine()).isEqualTo(0.99);
      try (PackedContexts without =
          builder().nearDuplicates(NearDuplicates.drop(THRESHOLD)).pack(4096)) {
        assertThat(report.duplicates().thresholds().get(5).documents())
            .isCloseTo(
                without.report().duplicates().dropped(),
                org.assertj.core.data.Percentage.withPercentage(10));
      }
    }
  }
}
