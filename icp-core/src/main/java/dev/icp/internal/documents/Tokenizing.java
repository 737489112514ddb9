package dev.icp.internal.documents;

import dev.icp.spi.Tokenizer;
import java.util.List;

/** Texts to tokens, into a store. */
public final class Tokenizing implements TextSink {
  private final Tokenizer tokenizer;
  private final TokenStore tokens;

  /** Tokens of the texts that come go into {@code tokens}. */
  public Tokenizing(Tokenizer tokenizer, TokenStore tokens) {
    this.tokenizer = tokenizer;
    this.tokens = tokens;
  }

  @Override
  public void add(int first, List<String> texts) {
    List<int[]> encoded = tokenizer.encodeAll(texts);
    if (encoded.size() != texts.size()) {
      throw new IllegalArgumentException(
          "the tokenizer returned "
              + encoded.size()
              + " token lists for "
              + texts.size()
              + " texts");
    }
    tokens.put(first, encoded, tokenizer.vocabularySize());
  }
}
