package dev.icp.formats.internal.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Tokenizers;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static Excerpt ofBytes(String text, int from, int to) {
    byte[] bytes = text.getBytes(UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = bytes[i] & 0xFF;
    }
    return Excerpt.of(Tokenizers.utf8Bytes(), tokens, from, to);
  }

  @Test
  void beginsWithWhatCanBeSeen() {
    assertThat(Excerpt.of("\n\t  a b ")).isEqualTo(new Excerpt("a b ", false));
    assertThat(Excerpt.of(" \n")).isEqualTo(Excerpt.NONE);
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    String text = "x" + "😀".repeat(Excerpt.LONGEST);
    Excerpt excerpt = Excerpt.of(text);
    assertThat(excerpt.text()).isEqualTo("x" + "😀".repeat((Excerpt.LONGEST - 1) / 2));
    assertThat(excerpt.more()).isTrue();
  }

  @Test
  void tokensAreDecoded() {
    assertThat(ofBytes("one two three", 4, 7)).isEqualTo(new Excerpt("two", false));
    assertThat(ofBytes("x".repeat(10_000), 0, 10_000))
        .isEqualTo(new Excerpt("x".repeat(Excerpt.LONGEST), true));
  }

  @Test
  void whatIsLeftOfACharacterIsLeftOut() {
    assertThat(ofBytes("é😀z", 1, 7)).isEqualTo(new Excerpt("😀z", false));
    assertThat(ofBytes("aé", 0, 2)).isEqualTo(new Excerpt("a", false));
  }
}
