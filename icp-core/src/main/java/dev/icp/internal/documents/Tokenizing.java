package dev.icp.internal.documents;

import dev.icp.spi.Tokenizer;
import dev.icp.spi.Tokenizer.Located;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts to tokens, into a store. */
public final class Tokenizing {
  private final Tokenizer tokenizer;
  private final TokenStore tokens;
  private final @Nullable KeptTexts kept;

  /**
   * Tokens of the texts that come go into {@code tokens}.
   *
   * @param kept is told where they end; null if that is not wanted
   */
  public Tokenizing(Tokenizer tokenizer, TokenStore tokens, @Nullable KeptTexts kept) {
    this.tokenizer = tokenizer;
    this.tokens = tokens;
    this.kept = kept;
  }

  /** Tokenizes the documents {@code first}, {@code first + 1}, …; thread-safe. */
  public void add(int first, List<String> texts) {
    if (kept != null) {
      List<Located> located = texts.stream().map(tokenizer::locate).toList();
      tokens.put(first, located.stream().map(Located::tokens).toList(), tokenizer.vocabularySize());
      kept.addEnds(first, texts, located);
      return;
    }
    List<int[]> encoded = tokenizer.encodeAll(texts);
    if (encoded == null) {
      throw new IllegalArgumentException("the tokenizer returned null for its token lists");
    }
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
