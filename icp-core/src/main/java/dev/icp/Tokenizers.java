package dev.icp;

import dev.icp.internal.documents.NoTokens;
import dev.icp.internal.documents.Utf8ByteTokenizer;
import dev.icp.spi.Tokenizer;

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
   * Returns one that finds no token in any text, for runs of which only vectors or neighbours are
   * wanted; contexts are then empty. It has no separator.
   */
  public static Tokenizer none() {
    return new NoTokens();
  }
}
