package dev.icp.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.icp.NeighbourIndexes;
import dev.icp.internal.base.FullDisk;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.StageResources;
import dev.icp.spi.Storage;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexicalEmbedderTest {
  private static final Offset<Float> TOLERANCE = within(1e-6f);

  @Test
  void weightsAsComputedByHand() {
    // Each word but "date" stands in two of three documents; "date" relates to nothing, but counts.
    SparseVectors vectors = embed("Apple banana.", "apple APPLE, cherry", "banana cherry date");
    double idf = Math.log(1 + 3 / 2.0);
    double twice = (1 + Math.log(2)) * idf;
    double length = Math.sqrt(twice * twice + idf * idf);
    assertThat(weights(vectors, 0)).hasSize(2).allMatch(near(1 / Math.sqrt(2)));
    assertThat(weights(vectors, 1)).hasSize(2).anyMatch(near(twice / length));
    assertThat(weights(vectors, 1)).anyMatch(near(idf / length));
    assertThat(vectors.cosine(0, 1)).isCloseTo((float) (twice / length / Math.sqrt(2)), TOLERANCE);
    double withDate = Math.sqrt(2 * idf * idf + Math.pow(Math.log(1 + 3 / 1.0), 2));
    assertThat(weights(vectors, 2)).hasSize(2).allMatch(near(idf / withDate));
    assertThat(vectors.cosine(1, 2)).isCloseTo((float) (idf / length * idf / withDate), TOLERANCE);
    assertThat(vectors.cosine(0, 2)).isCloseTo((float) (idf / withDate / Math.sqrt(2)), TOLERANCE);
  }

  /** Contexts are compared by many cosines: they are read where they lie, and the same bits. */
  @Test
  void cosinesAreThoseOfTheRows() {
    SplittableRandom random = new SplittableRandom(5);
    String[] texts = new String[60];
    for (int i = 0; i < texts.length; i++) {
      StringBuilder text = new StringBuilder();
      for (int words = random.nextInt(90); words > 0; words--) {
        text.append(" word").append(random.nextInt(1 + random.nextInt(200)));
      }
      texts[i] = text.toString();
    }
    SparseVectors vectors = embed(texts);
    SparseRows rows = new SparseRows();
    vectors.read(0, texts.length, rows);
    for (int a = 0; a < texts.length; a++) {
      for (int b = 0; b < texts.length; b++) {
        assertThat(vectors.cosine(a, b)).isEqualTo(rows.dot(a, rows, b));
      }
    }
  }

  private static Predicate<Float> near(double expected) {
    return weight -> Math.abs(weight - expected) < 1e-6;
  }

  private static List<Float> weights(SparseVectors vectors, int ordinal) {
    SparseRows row = new SparseRows();
    vectors.read(ordinal, 1, row);
    List<Float> weights = new ArrayList<>();
    for (int i = 0; i < row.start(1); i++) {
      weights.add(row.weights()[i]);
    }
    return weights;
  }

  @Test
  void rarerWordsWeighMore() {
    SparseVectors vectors =
        embed("rare common", "rare common", "common other", "common other", "common else");
    double rare = Math.log(1 + 5 / 2.0);
    double common = Math.log(1 + 5 / 5.0);
    double length = Math.hypot(rare, common);
    assertThat(weights(vectors, 0)).anyMatch(near(rare / length)).anyMatch(near(common / length));
  }

  @Test
  void keepsTheStrongestSixtyFourTerms() {
    String often = words("often", 64) + words("often", 64);
    SparseVectors vectors = embed(often + words("seldom", 300), often, words("seldom", 300));
    assertThat(weights(vectors, 0)).hasSize(64);
    assertThat(vectors.cosine(0, 1)).as("the 64 that stand there twice").isCloseTo(1, TOLERANCE);
    assertThat(vectors.cosine(0, 2)).isZero();
  }

  private static String words(String prefix, int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(prefix).append(i).append(' ');
    }
    return words.toString();
  }

  @Test
  void twoCopiesAmongOthers() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      texts.add("document number " + i + " of its own kind " + words("w" + i + "x", 30));
    }
    texts.add(texts.get(7));
    SparseVectors vectors = embed(texts);
    assertThat(vectors.cosine(7, 50)).isCloseTo(1, TOLERANCE);
    assertThat(nearest(vectors, 7)).isEqualTo(50);
    assertThat(nearest(vectors, 50)).isEqualTo(7);
  }

  /** One word in common among many of their own does not make near duplicates. */
  @Test
  void oneSharedWordIsLittle() {
    String[] texts = {words("a", 20) + "shared", words("b", 20) + "shared", words("c", 20)};
    SparseVectors vectors = embed(texts);
    assertThat(vectors.cosine(0, 1)).isBetween(0.001f, 0.1f);
    assertThat(vectors.cosine(0, 2)).isZero();
    try (StageResources resources = StageResources.open(2, 0)) {
      NeighbourGraph graph = NeighbourIndexes.exactSparse().neighbours(vectors, 2, resources);
      assertThat(graph.cosine(0, 0)).isCloseTo(vectors.cosine(0, 1), TOLERANCE);
    }
  }

  /** More than the 1,000 from which on a word is common: each of them is. */
  @Test
  void fiveThousandCopies() {
    SparseVectors vectors = embed(Collections.nCopies(5000, "the same few words again and again"));
    try (StageResources resources = StageResources.open(2, 0)) {
      NeighbourGraph graph = NeighbourIndexes.exactSparse().neighbours(vectors, 20, resources);
      for (int i = 0; i < 5000; i++) {
        assertThat(graph.degree(i)).isEqualTo(20);
        assertThat(graph.cosine(i, 19)).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1500})
  void allDocumentsShareOneWord(int size) {
    SparseVectors vectors =
        embed(IntStream.range(0, size).mapToObj(i -> "shared own" + i).toList());
    double shared = Math.pow(Math.log(2), 2);
    double own = Math.pow(Math.log(1 + size), 2);
    assertThat(vectors.cosine(0, size - 1)).isCloseTo((float) (shared / (shared + own)), TOLERANCE);
    assertThat(weights(vectors, size / 2)).hasSize(1);
  }

  /** A word of more than a tenth of all documents counts only where there is hardly another. */
  @Test
  void commonWordsAreLeftOutWhereThereAreOthers() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      texts.add("shared " + (i % 2 == 0 ? words("p" + i / 2 % 100 + "x", 8) : ""));
    }
    SparseVectors vectors = embed(texts);
    assertThat(weights(vectors, 0)).hasSize(8);
    assertThat(vectors.cosine(0, 200)).isCloseTo(1, TOLERANCE);
    assertThat(vectors.cosine(0, 2)).isZero();
    assertThat(vectors.cosine(1, 3)).isCloseTo(1, TOLERANCE);
    assertThat(vectors.cosine(0, 1)).isZero();
  }

  @Test
  void nothingInCommonIsUnrelated() {
    SparseVectors vectors = embed("one two three", "four five six", "", "one", "😀 !?", "😀 !?");
    assertThat(vectors.cosine(0, 1)).isZero();
    double shared = Math.log(1 + 6 / 2.0);
    double own = Math.log(1 + 6 / 1.0);
    assertThat(vectors.cosine(0, 3))
        .isCloseTo((float) (shared / Math.sqrt(shared * shared + 2 * own * own)), TOLERANCE);
    for (int i : new int[] {1, 2, 4, 5}) {
      assertThat(weights(vectors, i)).as("words of %d", i).isEmpty();
    }
  }

  @Test
  void scriptsWithoutSpacesByPairs() {
    assertRelated("量子力学的基础", "他在研究量子力学", "今天天气很好");
    assertRelated("東京へ行きました", "昨日は東京にいた", "猫が好きです。");
    assertRelated("ภาษาไทยไม่มีช่องว่าง", "เขาพูดภาษาไทย", "ขอบคุณมาก");
    assertRelated("𠮷野家で食べた", "あの𠮷野家", "犬がいる");
  }

  /** The long-vowel mark is of no script, and voice marks can stand apart from their letter. */
  @Test
  void marksOfKanaBelongToTheirWord() {
    assertRelated("コーヒーが", "熱いコーヒー", "コ・ヒ");
    String apart = java.text.Normalizer.normalize("がぎぐ", Form.NFD);
    assertRelated(apart, apart, "か・き・く");
  }

  @Test
  void otherScriptsByWords() {
    assertRelated("Привет, мир", "МИР и война", "совсем другое");
    assertRelated("नमस्ते दुनिया", "दुनिया गोल है", "कुछ और");
    assertRelated("한국어 문장", "다른 문장 하나", "전혀 무관");
    assertRelated("العالم كبير", "هذا العالم", "شيء آخر");
    assertRelated("𐐀𐐁𐐂 x", "𐐨𐐩𐐪 y", "𐐃𐐄 z");
  }

  /** The first two are related, and neither is to the third. */
  private static void assertRelated(String one, String other, String third) {
    SparseVectors vectors = embed(one, other, third, third);
    assertThat(vectors.cosine(0, 1)).as("%s / %s", one, other).isGreaterThan(0.01f);
    assertThat(vectors.cosine(0, 2)).as("%s / %s", one, third).isZero();
    assertThat(vectors.cosine(1, 2)).as("%s / %s", other, third).isZero();
    assertThat(weights(vectors, 2)).as(third).isNotEmpty();
  }

  @Test
  void aWordsMarksAreKept() {
    SparseVectors vectors = embed("re\u0301sume\u0301", "re\u0301sume\u0301", "resume", "resume");
    assertThat(vectors.cosine(0, 1)).isCloseTo(1, TOLERANCE);
    assertThat(vectors.cosine(0, 2)).isZero();
  }

  @Test
  void veryLongWordsAreLeftOut() {
    SparseVectors vectors =
        embed("x".repeat(41), "x".repeat(41), "x".repeat(40), "x".repeat(40), "x", "x");
    assertThat(weights(vectors, 0)).isEmpty();
    assertThat(weights(vectors, 2)).hasSize(1);
    assertThat(weights(vectors, 4)).as("one letter").isEmpty();
  }

  @Test
  void aDocumentOfFiveMegabytes() {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder();
    while (text.length() < 5_000_000) {
      text.append('w').append(random.nextInt(200_000)).append(' ');
    }
    String unbroken = "y".repeat(5_000_000);
    SparseVectors vectors =
        embed(text.toString(), text.toString(), unbroken, unbroken, text.substring(0, 500_000));
    assertThat(weights(vectors, 0)).hasSize(64);
    assertThat(vectors.cosine(0, 1)).isCloseTo(1, TOLERANCE);
    assertThat(weights(vectors, 2)).isEmpty();
  }

  @Test
  void fullDiskIsOneClearErrorAndLeavesNothing() {
    try (StageResources resources = StageResources.open(2, 0)) {
      FullDisk disk = new FullDisk();
      try (EmbeddingSession<SparseVectors> session =
          new LexicalEmbedder().open(new OtherStorage(resources, disk))) {
        assertThatExceptionOfType(UncheckedIOException.class)
            .isThrownBy(() -> session.add(0, List.of("some words")))
            .withMessageStartingWith("cannot write temporary file (terms): ");
      }
      assertThat(disk.letGo()).isTrue();
    }
  }

  /** The counts have their place, the vectors do not. */
  @Test
  void fullDiskAtTheEndLeavesNothing() {
    try (StageResources resources = StageResources.open(2, 0)) {
      FullDisk disk = new FullDisk();
      StorageOfTwo storage = new StorageOfTwo(resources.storage(), disk);
      try (EmbeddingSession<SparseVectors> session =
          new LexicalEmbedder().open(new OtherStorage(resources, storage))) {
        session.add(0, List.of("some words", "some words"));
        storage.full = true;
        assertThatExceptionOfType(UncheckedIOException.class)
            .isThrownBy(session::finish)
            .withMessageStartingWith("cannot write temporary file (vectors): ");
      }
      assertThat(disk.letGo()).isTrue();
    }
  }

  private static final class StorageOfTwo implements Storage {
    private final Storage first;
    private final Storage then;
    private boolean full;

    StorageOfTwo(Storage first, Storage then) {
      this.first = first;
      this.then = then;
    }

    @Override
    public boolean tryReserve(long bytes) {
      return !full && first.tryReserve(bytes);
    }

    @Override
    public void release(long bytes) {
      first.release(bytes);
    }

    @Override
    public FileChannel temporaryFile(String name) {
      return full ? then.temporaryFile(name) : first.temporaryFile(name);
    }
  }

  private record OtherStorage(StageContext context, Storage storage) implements StageContext {
    @Override
    public int threads() {
      return context.threads();
    }

    @Override
    public long seed() {
      return context.seed();
    }

    @Override
    public void forEach(int tasks, IntConsumer body) {
      context.forEach(tasks, body);
    }

    @Override
    public void progress(long done, long total) {}
  }

  private static int nearest(SparseVectors vectors, int ordinal) {
    return IntStream.range(0, vectors.size())
        .filter(i -> i != ordinal)
        .reduce((a, b) -> vectors.cosine(ordinal, b) > vectors.cosine(ordinal, a) ? b : a)
        .orElseThrow();
  }

  private static SparseVectors embed(String... texts) {
    return embed(Arrays.asList(texts));
  }

  private static SparseVectors embed(List<String> texts) {
    try (StageResources resources = StageResources.open(2, 0);
        EmbeddingSession<SparseVectors> session = new LexicalEmbedder().open(resources)) {
      session.add(0, texts);
      return session.finish();
    }
  }
}
