package dev.icp.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Turns text into token ids. Implementations are thread-safe, never truncate and never pad, and add
 * no special token: the pipeline writes the separator itself.
 */
public interface Tokenizer {
  /**
   * Returns the ids of the whole text, each in [0, {@link #vocabularySize()}); a fresh array; empty
   * for an empty text.
   *
   * @param text well-formed UTF-16 (the pipeline refuses a lone surrogate before it gets here)
   */
  int[] encode(String text);

  /**
   * Returns {@link #encode} of each text, in order. Worth overriding where a batch is cheaper than
   * its parts.
   */
  default List<int[]> encodeAll(List<String> texts) {
    List<int[]> all = new ArrayList<>(texts.size());
    for (String text : texts) {
      all.add(encode(text));
    }
    return all;
  }

  /**
   * Tokens, and where in their text each of them ends.
   *
   * @param tokens what {@link #encode} returns
   * @param ends for each token, in UTF-16 units from the beginning of the text
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Located(int[] tokens, int[] ends) {}

  /**
   * Returns the tokens of a text as {@link #encode} does, and where each ends, so that contexts can
   * have the text itself: {@link dev.icp.ContextBuilder#keepTexts}. What stands between the end of
   * a token and the next one counts as the next one's. A token that ends within a character ends
   * where that does.
   *
   * @implSpec cannot say it
   * @param text well-formed UTF-16
   * @throws UnsupportedOperationException always, also for an empty text, if this cannot say it
   */
  default Located locate(String text) {
    throw new UnsupportedOperationException(
        "the tokenizer " + fingerprint() + " does not say where in a text its tokens end");
  }

  /**
   * Returns the text of the tokens, special tokens included as they are written.
   *
   * @throws IllegalArgumentException if a token is not in the vocabulary
   */
  String decode(int[] tokens);

  /** Returns the number of ids; every id, the separator's too, is below it. */
  int vocabularySize();

  /** Returns the token that ends a document, if the tokenizer has one. */
  OptionalInt separator();

  /** Returns the token that begins a text in training, if the tokenizer has one. Default: none. */
  default OptionalInt begin() {
    return OptionalInt.empty();
  }

  /**
   * Returns the id of a token by how it is written in the vocabulary, as in {@code <|endoftext|>},
   * if there is one. Default: none.
   */
  default OptionalInt tokenId(String token) {
    return OptionalInt.empty();
  }

  /**
   * Returns how a token is written, for reports; empty for one that is not written. Default: what
   * it decodes to.
   *
   * @param token in [0, {@link #vocabularySize()})
   * @throws IllegalArgumentException if there is no such token
   */
  default String tokenText(int token) {
    return decode(new int[] {token});
  }

  /**
   * Returns the tokens that stand for something else than text, by how they are written. Where a
   * text has one written out, it is counted. Default: none.
   */
  default Map<String, Integer> specialTokens() {
    return Map.of();
  }

  /**
   * Returns what a user should know of how this tokenizer was set up, each on one line: a separator
   * that is not the one its files name, say. Default: nothing.
   */
  default List<String> remarks() {
    return List.of();
  }

  /**
   * Returns whether texts are the ids of tokens that exist already ({@link
   * dev.icp.Document#tokenized}), and others are bad. Default: false.
   */
  default boolean takesTokens() {
    return false;
  }

  /** Returns a text that differs when the same text could get other tokens. */
  String fingerprint();
}
