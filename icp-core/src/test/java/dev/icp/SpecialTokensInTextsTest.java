package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.spi.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Special tokens that are written out in texts are counted, or refused. */
class SpecialTokensInTextsTest {
  private static final List<String> TEXTS =
      List.of("none <s here", "<s><s><|end|><|end", "<|e|><|end|>", "§", "x§<s>", "<s>");

  @Test
  void areCounted() {
    for (int threads : new int[] {1, 3}) {
      try (PackedContexts contexts = builder().threads(threads).pack(16)) {
        assertThat(contexts.report().input().specialTokens())
            .containsExactly(
                new SpecialTokenCount("<s>", 1, 4, 3),
                new SpecialTokenCount("<|end|>", 2, 2, 2),
                new SpecialTokenCount("<|e", 3, 2, 2),
                new SpecialTokenCount("§", 4, 2, 2));
      }
    }
  }

  @Test
  void areRefused() {
    assertThatExceptionOfType(BadDocumentException.class)
        .isThrownBy(() -> builder().refuseSpecialTokens().pack(16))
        .withMessageContaining("the text has the special token <s> at character 0");
    try (PackedContexts contexts =
        builder().refuseSpecialTokens().onBadDocument(bad -> {}).pack(16)) {
      assertThat(contexts.report().input().documents()).isEqualTo(1);
      assertThat(contexts.report().input().skipped())
          .extracting(PackingReport.SkippedDocument::reason)
          .contains("the text has the special token § at character 1");
      assertThat(contexts.report().input().specialTokens()).isEmpty();
    }
  }

  @Test
  void theDefaultTokenizerHasNone() {
    try (PackedContexts contexts = ContextBuilder.ofTexts(TEXTS).refuseSpecialTokens().pack(16)) {
      assertThat(contexts.report().input().specialTokens()).isEmpty();
      assertThat(contexts.report().input().documents()).isEqualTo(TEXTS.size());
    }
  }

  private static ContextBuilder builder() {
    return ContextBuilder.ofTexts(TEXTS).tokenizer(new Special());
  }

  private static final class Special implements Tokenizer {
    private final Tokenizer bytes = Tokenizers.utf8Bytes();

    @Override
    public int[] encode(String text) {
      return bytes.encode(text);
    }

    @Override
    public String decode(int[] tokens) {
      return bytes.decode(tokens);
    }

    @Override
    public int vocabularySize() {
      return bytes.vocabularySize();
    }

    @Override
    public OptionalInt separator() {
      return bytes.separator();
    }

    @Override
    public Map<String, Integer> specialTokens() {
      return Map.of("<s>", 1, "<|end|>", 2, "<|e", 3, "§", 4);
    }

    @Override
    public String fingerprint() {
      return "special";
    }
  }
}
