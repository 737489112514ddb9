package dev.icp.internal.documents;

import dev.icp.spi.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Takes the tokens that documents bring along; all else is what the tokenizer says that made them.
 */
public record GivenTokens(Tokenizer maker) implements Tokenizer {
  @Override
  public int[] encode(String text) {
    return TokenIds.tokens(text);
  }

  @Override
  public boolean takesTokens() {
    return true;
  }

  @Override
  public String decode(int[] tokens) {
    return maker.decode(tokens);
  }

  @Override
  public int vocabularySize() {
    return maker.vocabularySize();
  }

  @Override
  public OptionalInt separator() {
    return maker.separator();
  }

  @Override
  public OptionalInt begin() {
    return maker.begin();
  }

  @Override
  public OptionalInt tokenId(String token) {
    return maker.tokenId(token);
  }

  @Override
  public String tokenText(int token) {
    return maker.tokenText(token);
  }

  @Override
  public Map<String, Integer> specialTokens() {
    // None is written out in a text of ids.
    return Map.of();
  }

  @Override
  public List<String> remarks() {
    return maker.remarks();
  }

  @Override
  public String fingerprint() {
    return "given tokens: " + maker.fingerprint();
  }
}
