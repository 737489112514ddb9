package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Documents that have their tokens already. */
class TokensThatExistTest {
  private static final int VOCABULARY = 70_000;

  /** Of nine subjects, which have tokens of their own. */
  private static List<int[]> tokens(int n) {
    Random random = new Random(5);
    List<int[]> tokens = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int subject = i % 9;
      tokens.add(
          random
              .ints(i == 4 ? 0 : 20 + random.nextInt(30), 0, 60)
              .map(w -> w < 10 ? w : 1000 * subject + 60_000 / (w + 1))
              .toArray());
    }
    return tokens;
  }

  private static List<Document> documents(List<int[]> tokens) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      documents.add(Document.ofTokens("d" + i, tokens.get(i), Map.of("n", i)));
    }
    return documents;
  }

  @Test
  void comeOutAsTheyWentIn() {
    List<int[]> tokens = tokens(200);
    int[][] out = new int[tokens.size()][];
    Arrays.setAll(out, i -> new int[tokens.get(i).length]);
    try (PackedContexts contexts =
        ContextBuilder.of(documents(tokens))
            .tokenizer(Tokenizers.ofTokens(VOCABULARY))
            .separator(69_999)
            .pack(300)) {
      int same = 0;
      int pairs = 0;
      for (PackedContext context : contexts) {
        int[] all = context.tokens();
        for (Segment segment : context.segments()) {
          int length = segment.to() - segment.from();
          System.arraycopy(all, segment.at(), out[segment.ordinal()], segment.from(), length);
          for (Segment other : context.segments()) {
            pairs += other.ordinal() > segment.ordinal() ? 1 : 0;
            same +=
                other.ordinal() > segment.ordinal()
                        && (other.ordinal() - segment.ordinal()) % 9 == 0
                    ? 1
                    : 0;
          }
        }
      }
      assertThat(out).isDeepEqualTo(tokens.toArray(int[][]::new));
      // Tokens are their words.
      assertThat(same).isGreaterThan(pairs * 3 / 4);
      assertThat(contexts.report().settings().vocabularySize()).isEqualTo(VOCABULARY);
      assertThat(contexts.report().contexts().separators()).isPositive();
    }
  }

  @Test
  void copiesAreFoundByTheirTokens() {
    List<int[]> tokens = tokens(60);
    tokens.set(50, tokens.get(7));
    try (PackedContexts contexts =
        ContextBuilder.of(documents(tokens))
            .tokenizer(Tokenizers.ofTokens(VOCABULARY))
            .noSeparator()
            .nearDuplicates(NearDuplicates.drop(0.999))
            .pack(300)) {
      assertThat(contexts.dropped()).extracting(DroppedDocument::id).contains("d50");
      assertThat(contexts.report().duplicates().exactCopies()).isEqualTo(1);
    }
  }

  /** What the tokenizer that made them says holds, but it is asked for no tokens. */
  @Test
  void theirTokenizer() {
    Tokenizer tokenizer = Tokenizers.ofTokens(Tokenizers.utf8Bytes());
    Document document = Document.ofTokens("a", Tokenizers.utf8Bytes().encode("Grüße"));
    try (PackedContexts contexts =
        ContextBuilder.of(List.of(document)).tokenizer(tokenizer).pack(100)) {
      int[] all = contexts.get(0).tokens();
      assertThat(tokenizer.decode(Arrays.copyOf(all, 7))).isEqualTo("Grüße");
      assertThat(all).endsWith(256);
    }
    assertThat(tokenizer.fingerprint()).isNotEqualTo(Tokenizers.utf8Bytes().fingerprint());
  }

  @Test
  void textsAndTokensAreNotTakenForEachOther() {
    Document text = new Document("a", "1 2 3");
    Document tokens = Document.ofTokens("b", new int[] {1, 2, 3});
    assertThatExceptionOfType(BadDocumentException.class)
        .isThrownBy(
            () ->
                ContextBuilder.of(List.of(text))
                    .tokenizer(Tokenizers.ofTokens(9))
                    .noSeparator()
                    .pack(10))
        .withMessageContaining("it is a text");
    assertThatExceptionOfType(BadDocumentException.class)
        .isThrownBy(() -> ContextBuilder.of(List.of(tokens)).pack(10))
        .withMessageContaining("it has tokens already");
    // Vectors of tokens want no tokenizer.
    ContextBuilder.of(List.of(tokens)).embed().close();
  }

  @Test
  void wrongOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Document.ofTokens("a", new int[] {3, -1}))
        .withMessage("token 1: -1, expected 0 or more");
    assertThatThrownBy(
            () ->
                ContextBuilder.of(List.of(Document.ofTokens("a", new int[] {3, 9})))
                    .tokenizer(Tokenizers.ofTokens(9))
                    .noSeparator()
                    .pack(10))
        .isInstanceOf(BadDocumentException.class)
        .hasMessageContaining("it has token 9, and the tokenizer's are below 9");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ContextBuilder.of(List.of(Document.ofTokens("a", new int[] {3})))
                    .tokenizer(Tokenizers.ofTokens(9))
                    .pack(10))
        .withMessageContaining("separator");
    assertThatIllegalArgumentException().isThrownBy(() -> Tokenizers.ofTokens(0));
    for (String text : new String[] {"1  2", " 1", "1 ", "a", "-1", "99999999999", "1,2"}) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> Tokenizers.ofTokens(9).encode(text));
    }
    assertThat(Tokenizers.ofTokens(9).encode("2147483647")).containsExactly(Integer.MAX_VALUE);
  }

  @Test
  void numberedIdsKeepTheirTokens() {
    Document one = Document.ofTokens("a", new int[] {1, 2});
    Document other = Document.ofTokens("a", new int[] {3});
    try (PackedContexts contexts =
        ContextBuilder.of(List.of(one, other))
            .duplicateIds(DuplicateIds.NUMBER)
            .tokenizer(Tokenizers.ofTokens(9))
            .noSeparator()
            .pack(10)) {
      assertThat(contexts.report().input().tokens()).isEqualTo(3);
    }
  }
}
