package dev.icp.internal.documents;

import dev.icp.spi.Tokenizer;
import java.util.Map;
import java.util.OptionalInt;

/**
 * For a run that is asked for no contexts.
 *
 * @param specialTokens that documents may be refused for
 */
public record NoTokens(Map<String, Integer> specialTokens) implements Tokenizer {
  @Override
  public int[] encode(String text) {
    return new int[0];
  }

  @Override
  public Located locate(String text) {
    return new Located(new int[0], new int[0]);
  }

  @Override
  public String decode(int[] tokens) {
    return "";
  }

  @Override
  public int vocabularySize() {
    return 1;
  }

  @Override
  public OptionalInt separator() {
    return OptionalInt.empty();
  }

  @Override
  public String fingerprint() {
    return "none";
  }
}
