package dev.icp.internal.documents;

import dev.icp.spi.Tokenizer;
import java.util.OptionalInt;

/**
 * So many ids, of which nothing is known: how they are written least of all.
 *
 * @param vocabularySize 1 or more
 */
public record Vocabulary(int vocabularySize) implements Tokenizer {
  /** Checks the size. */
  public Vocabulary {
    if (vocabularySize < 1) {
      throw new IllegalArgumentException(
          "vocabularySize: " + vocabularySize + ", expected 1 or more");
    }
  }

  @Override
  public int[] encode(String text) {
    throw new IllegalStateException("ids alone make no tokens of a text");
  }

  @Override
  public String decode(int[] tokens) {
    return TokenIds.text(tokens);
  }

  @Override
  public String tokenText(int token) {
    return "";
  }

  @Override
  public OptionalInt separator() {
    return OptionalInt.empty();
  }

  @Override
  public String fingerprint() {
    return vocabularySize + " ids";
  }
}
