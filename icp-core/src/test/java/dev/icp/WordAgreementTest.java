package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.PackingReport.Neighbours;
import dev.icp.spi.DenseVectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors that are not of the documents that they came with are found out. */
class WordAgreementTest {
  private static final int TOPICS = 20;

  private static List<String> texts(int count) {
    SplittableRandom random = new SplittableRandom(4);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = 0; w < 40; w++) {
        text.append(
                random.nextInt(3) == 0
                    ? "t" + i % TOPICS + "w" + random.nextInt(30)
                    : "any" + random.nextInt(500))
            .append(' ');
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Rows by topic, in an order of their own. */
  private static DenseVectors vectors(List<Integer> order) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] rows = new float[order.size()][TOPICS];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < TOPICS; d++) {
        rows[i][d] = 0.3f * (float) random.nextGaussian();
      }
      rows[i][order.get(i) % TOPICS] += 1;
    }
    return DenseVectors.of(rows);
  }

  private static List<Integer> numbers(int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static Neighbours report(List<String> texts, DenseVectors vectors) {
    try (PackedContexts contexts =
        ContextBuilder.ofTexts(texts).vectors(vectors, NeighbourIndexes.exact(), 5).pack(1000)) {
      return contexts.report().neighbours();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 400, 1500})
  void theirOwnVectorsAgree(int count) {
    Neighbours found = report(texts(count), vectors(numbers(count)));
    assertThat(found.vectorsDisagree()).isFalse();
    assertThat(found.nearestWordCosine()).isGreaterThan(3 * found.randomWordCosine());
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 400, 1500})
  void shuffledVectorsDisagree(int count) {
    List<Integer> shuffled = numbers(count);
    Collections.shuffle(shuffled, new Random(6));
    Neighbours found = report(texts(count), vectors(shuffled));
    assertThat(found.vectorsDisagree()).isTrue();
    assertThat(found.nearestWordCosine()).isLessThan(2 * found.randomWordCosine());
  }

  @Test
  void fewDocumentsOrTextsWithoutCommonWordsSayNothing() {
    List<Integer> shuffled = numbers(63);
    Collections.shuffle(shuffled, new Random(6));
    assertThat(report(texts(63), vectors(shuffled)).nearestWordCosine()).isNaN();
    List<String> alone = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      alone.add("word" + i + "a word" + i + "b");
    }
    Neighbours found = report(alone, vectors(numbers(200)));
    assertThat(found.nearestWordCosine()).isNaN();
    assertThat(found.vectorsDisagree()).isFalse();
  }

  @Test
  void wordsAreNotComparedWithThemselves() {
    try (PackedContexts contexts = ContextBuilder.ofTexts(texts(100)).pack(1000)) {
      assertThat(contexts.report().neighbours().randomWordCosine()).isNaN();
    }
  }
}
