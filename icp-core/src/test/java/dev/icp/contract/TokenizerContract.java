package dev.icp.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Tokenizer} must do. */
public abstract class TokenizerContract {
  private static final int MANY_TOKENS = 100_000;

  /** Returns the tokenizer under test: always the same one, or another that is set up alike. */
  protected abstract Tokenizer tokenizer();

  /** Returns whether decoding gives back every well-formed text exactly. */
  protected abstract boolean lossless();

  @Test
  void everyIdIsInTheVocabulary() {
    Tokenizer tokenizer = tokenizer();
    assertThat(tokenizer.vocabularySize()).isPositive();
    for (String text : SampleTexts.all()) {
      for (int id : tokenizer.encode(text)) {
        assertThat(id).as(SampleTexts.show(text)).isBetween(0, tokenizer.vocabularySize() - 1);
      }
    }
  }

  @Test
  void separatorIsInTheVocabulary() {
    Tokenizer tokenizer = tokenizer();
    tokenizer
        .separator()
        .ifPresent(id -> assertThat(id).isBetween(0, tokenizer.vocabularySize() - 1));
  }

  @Test
  void beginIsInTheVocabularyAndNotAddedToTexts() {
    Tokenizer tokenizer = tokenizer();
    assumeTrue(tokenizer.begin().isPresent());
    int begin = tokenizer.begin().getAsInt();
    assertThat(begin).isBetween(0, tokenizer.vocabularySize() - 1);
    for (String text : SampleTexts.all()) {
      assertThat(tokenizer.encode(text)).as(SampleTexts.show(text)).doesNotContain(begin);
    }
  }

  @Test
  void everyTokenHasAText() {
    Tokenizer tokenizer = tokenizer();
    for (int token = 0; token < Math.min(1000, tokenizer.vocabularySize()); token++) {
      assertThat(tokenizer.tokenText(token)).as("token %d", token).isNotNull();
    }
    tokenizer.separator().ifPresent(id -> assertThat(tokenizer.tokenText(id)).isNotNull());
    for (int unknown : new int[] {-1, tokenizer.vocabularySize()}) {
      assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.tokenText(unknown));
    }
  }

  /** What a special token is written as leads to it, and back. */
  @Test
  void specialTokensAreKnownByTheirText() {
    Tokenizer tokenizer = tokenizer();
    tokenizer
        .specialTokens()
        .forEach(
            (text, id) -> {
              assertThat(text).isNotEmpty();
              assertThat(id).as(text).isBetween(0, tokenizer.vocabularySize() - 1);
              assertThat(tokenizer.tokenId(text)).as(text).hasValue(id);
              assertThat(tokenizer.tokenText(id)).isEqualTo(text);
            });
    assertThat(tokenizer.specialTokens()).isEqualTo(tokenizer.specialTokens());
  }

  @Test
  void whatNoTokenIsWrittenAsHasNoId() {
    assertThat(tokenizer().tokenId("<|no token is written like this|>")).isEmpty();
  }

  @Test
  void remarksAreLines() {
    assertThat(tokenizer().remarks())
        .noneMatch(remark -> remark.isBlank() || remark.contains("\n"));
  }

  @Test
  void separatorIsNotAddedToTexts() {
    Tokenizer tokenizer = tokenizer();
    assumeTrue(tokenizer.separator().isPresent());
    int separator = tokenizer.separator().getAsInt();
    for (String text : SampleTexts.all()) {
      assertThat(tokenizer.encode(text)).as(SampleTexts.show(text)).doesNotContain(separator);
    }
  }

  @Test
  void emptyTextHasNoTokens() {
    assertThat(tokenizer().encode("")).isEmpty();
    assertThat(tokenizer().decode(new int[0])).isEmpty();
  }

  @Test
  void longTextIsNotTruncated() {
    Tokenizer tokenizer = tokenizer();
    String text = SampleTexts.PROSE;
    int[] tokens = tokenizer.encode(text);
    while (tokens.length <= MANY_TOKENS) {
      assertThat(text.length())
          .as("characters that gave only %d tokens", tokens.length)
          .isLessThan(100 * MANY_TOKENS);
      text += text;
      int[] twice = tokenizer.encode(text);
      // Nearly twice as many: tokens may merge where the two copies meet.
      assertThat((double) twice.length)
          .as("tokens of %d characters", text.length())
          .isGreaterThan(1.9 * tokens.length);
      tokens = twice;
    }
    assertThat(tokenizer.encodeAll(List.of(text)).get(0)).isEqualTo(tokens);
    if (lossless()) {
      assertThat(tokenizer.decode(tokens).equals(text)).as("decodes to the same text").isTrue();
    }
  }

  @Test
  void encodeAllIsEncodeOfEach() {
    Tokenizer tokenizer = tokenizer();
    List<String> texts = SampleTexts.all();
    List<int[]> all = tokenizer.encodeAll(texts);
    assertThat(all).hasSameSizeAs(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(all.get(i))
          .as(SampleTexts.show(texts.get(i)))
          .isEqualTo(tokenizer.encode(texts.get(i)));
    }
    assertThat(tokenizer.encodeAll(List.of())).isEmpty();
  }

  /** The tokens are those of encode, and end in order within the text. */
  @Test
  void locatesWhatItEncodes() {
    Tokenizer tokenizer = tokenizer();
    List<String> texts = new ArrayList<>(SampleTexts.all());
    texts.addAll(SampleTexts.random(100, 5));
    try {
      tokenizer.locate("");
    } catch (UnsupportedOperationException e) {
      assertThat(e).hasMessageContaining(tokenizer.fingerprint());
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> tokenizer.locate(SampleTexts.PROSE));
      return;
    }
    for (String text : texts) {
      Tokenizer.Located located = tokenizer.locate(text);
      assertThat(located.tokens()).as(SampleTexts.show(text)).isEqualTo(tokenizer.encode(text));
      assertThat(located.ends()).as(SampleTexts.show(text)).hasSameSizeAs(located.tokens());
      int before = 0;
      for (int end : located.ends()) {
        assertThat(end).as(SampleTexts.show(text)).isBetween(before, text.length());
        assertThat(
                end > 0
                    && end < text.length()
                    && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end)))
            .as("within a character of %s", SampleTexts.show(text))
            .isFalse();
        before = end;
      }
    }
  }

  @Test
  void tokensAreTheCallersOwn() {
    Tokenizer tokenizer = tokenizer();
    int[] first = tokenizer.encode(SampleTexts.PROSE);
    int[] expected = first.clone();
    Arrays.fill(first, -1);
    int[] second = tokenizer.encode(SampleTexts.PROSE);
    assertThat(second).isEqualTo(expected);
    List<int[]> batch = tokenizer.encodeAll(List.of(SampleTexts.PROSE, SampleTexts.PROSE));
    Arrays.fill(batch.get(0), -1);
    assertThat(batch.get(1)).isEqualTo(expected);
    assertThat(second).isEqualTo(expected);
  }

  @Test
  void decodesWhatItEncoded() {
    assumeTrue(lossless());
    Tokenizer tokenizer = tokenizer();
    for (String text : SampleTexts.all()) {
      assertThat(tokenizer.decode(tokenizer.encode(text)))
          .as(SampleTexts.show(text))
          .isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void decodesRandomTexts(long seed) {
    assumeTrue(lossless());
    Tokenizer tokenizer = tokenizer();
    for (String text : SampleTexts.random(100, seed)) {
      assertThat(tokenizer.decode(tokenizer.encode(text)))
          .as("seed %d: %s", seed, SampleTexts.show(text))
          .isEqualTo(text);
    }
  }

  @Test
  void decodingAnUnknownTokenIsAnError() {
    Tokenizer tokenizer = tokenizer();
    for (int unknown : new int[] {-1, tokenizer.vocabularySize(), Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokenizer.decode(new int[] {unknown}))
          .withMessageContaining(String.valueOf(unknown));
    }
  }

  @Test
  void decodesItsSeparator() {
    Tokenizer tokenizer = tokenizer();
    assumeTrue(tokenizer.separator().isPresent());
    int[] separator = {tokenizer.separator().getAsInt()};
    // What it is written as is up to the tokenizer.
    assertThat(tokenizer.decode(separator)).isNotNull();
  }

  @Test
  void worksFromSeveralThreadsAtOnce() throws Exception {
    Tokenizer tokenizer = tokenizer();
    List<String> texts = SampleTexts.random(40, 4);
    List<int[]> expected = texts.stream().map(tokenizer::encode).toList();
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Void>> results = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int from = t * 10;
        Callable<Void> task =
            () -> {
              start.await();
              for (int i = 0; i < 3 * texts.size(); i++) {
                int text = (from + i) % texts.size();
                assertThat(tokenizer.encode(texts.get(text))).isEqualTo(expected.get(text));
              }
              List<int[]> all = tokenizer.encodeAll(texts);
              for (int i = 0; i < texts.size(); i++) {
                assertThat(all.get(i)).isEqualTo(expected.get(i));
                assertThat(tokenizer.decode(all.get(i)))
                    .isEqualTo(tokenizer.decode(expected.get(i)));
              }
              return null;
            };
        results.add(pool.submit(task));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    }
  }

  @Test
  void fingerprintIsStable() {
    Tokenizer tokenizer = tokenizer();
    String before = tokenizer.fingerprint();
    assertThat(before).isNotBlank();
    tokenizer.encode(SampleTexts.PROSE);
    assertThat(tokenizer.fingerprint()).isEqualTo(before);
    assertThat(tokenizer().fingerprint()).as("of a tokenizer set up alike").isEqualTo(before);
  }
}
