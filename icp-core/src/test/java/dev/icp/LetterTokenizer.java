package dev.icp;

import dev.icp.spi.Tokenizer;
import java.util.OptionalInt;

/** A token for each character, its code shifted to where ids need 1 to 4 bytes. */
final class LetterTokenizer implements Tokenizer {
  private final int shift;

  LetterTokenizer(int shift) {
    this.shift = shift;
  }

  @Override
  public int[] encode(String text) {
    return text.chars().map(c -> c << shift).toArray();
  }

  @Override
  public String decode(int[] tokens) {
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.append((char) (token >>> shift));
    }
    return text.toString();
  }

  @Override
  public int vocabularySize() {
    return Integer.MAX_VALUE;
  }

  @Override
  public OptionalInt separator() {
    return OptionalInt.empty();
  }

  @Override
  public String fingerprint() {
    return "letters:" + shift;
  }
}
