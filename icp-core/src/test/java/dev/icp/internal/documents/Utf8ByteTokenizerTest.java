package dev.icp.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.TokenizerContract;
import dev.icp.spi.Tokenizer;
import org.junit.jupiter.api.Test;

class Utf8ByteTokenizerTest extends TokenizerContract {
  @Override
  protected Tokenizer tokenizer() {
    return new Utf8ByteTokenizer();
  }

  @Override
  protected boolean lossless() {
    return true;
  }

  @Test
  void tokensAreBytes() {
    assertThat(tokenizer().encode("aé€😀\0"))
        .containsExactly('a', 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0);
  }

  @Test
  void decodingLeavesOutSeparatorsAndMarksCutCharacters() {
    assertThat(tokenizer().decode(new int[] {256, 'a', 256, 'b', 256})).isEqualTo("ab");
    assertThat(tokenizer().decode(new int[] {'a', 0xC3})).isEqualTo("a\ufffd");
  }
}
