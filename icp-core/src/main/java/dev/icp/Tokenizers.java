package dev.icp;

import dev.icp.internal.documents.GivenTokens;
import dev.icp.internal.documents.NoTokens;
import dev.icp.internal.documents.Utf8ByteTokenizer;
import dev.icp.internal.documents.Vocabulary;
import dev.icp.spi.Tokenizer;
import java.util.Map;
import java.util.Objects;

/** The tokenizers that need nothing else. Real ones come from icp-lucene. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * Returns the default tokenizer: each byte of the text's UTF-8 is a token, 0 to 255, and the
   * separator is 256. Lossless. A context of 8,192 tokens is then 8,192 <em>bytes</em>, about 2,000
   * tokens of a usual vocabulary. Decoding leaves separators out, and gives U+FFFD where a context
   * cuts a character.
   */
  public static Tokenizer utf8Bytes() {
    return new Utf8ByteTokenizer();
  }

  /**
   * Returns one that takes the tokens of documents that have them already ({@link
   * Document#ofTokens}), and refuses texts.
   *
   * @param maker the tokenizer that made them: of it are vocabulary, separator and begin token
   */
  public static Tokenizer ofTokens(Tokenizer maker) {
    return new GivenTokens(Objects.requireNonNull(maker, "maker"));
  }

  /**
   * Returns the same where the tokenizer is not at hand. It names no separator: set one, or none.
   *
   * @param vocabularySize every id is below it, also that of the separator
   * @throws IllegalArgumentException if it is not positive
   */
  public static Tokenizer ofTokens(int vocabularySize) {
    return new GivenTokens(new Vocabulary(vocabularySize));
  }

  /**
   * Returns one that finds no token in any text, for runs of which only vectors or neighbours are
   * wanted; contexts are then empty. It has no separator.
   */
  public static Tokenizer none() {
    return new NoTokens(Map.of());
  }
}
