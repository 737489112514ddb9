package dev.icp;

import dev.icp.internal.documents.TokenIds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One document of a corpus. Its ordinal is its position in the corpus, counted from 0.
 *
 * <p>A document whose tokens exist already ({@link #ofTokens}) has their ids for its text, in
 * decimal with spaces between. They are its words, too: documents are related, and told to be near
 * duplicates, by the tokens that they share.
 *
 * @param id names the document in segments, reports and errors; unique within a corpus
 * @param text the whole text; may be empty
 * @param metadata what else is known of it, as its source or licence: few and small values, each a
 *     String, a Long or a Double, in the order in which they were given
 * @param tokenized whether the text is the ids of tokens, which goes with {@link
 *     Tokenizers#ofTokens} and with no other tokenizer
 */
public record Document(String id, String text, Map<String, Object> metadata, boolean tokenized) {
  /**
   * Copies the metadata; other whole numbers become Long, a Float becomes a Double.
   *
   * @throws NullPointerException if anything is null
   * @throws IllegalArgumentException if a value is neither a string nor a finite number
   */
  public Document {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    metadata = copy(metadata);
  }

  /** A document that is a text. */
  public Document(String id, String text, Map<String, Object> metadata) {
    this(id, text, metadata, false);
  }

  /**
   * Returns a document whose tokens exist already, without separator and begin token.
   *
   * @param tokens ids, 0 or more
   * @throws IllegalArgumentException if one is negative
   */
  public static Document ofTokens(String id, int[] tokens, Map<String, Object> metadata) {
    return new Document(id, TokenIds.text(tokens), metadata, true);
  }

  /** The same without metadata. */
  public static Document ofTokens(String id, int[] tokens) {
    return ofTokens(id, tokens, Map.of());
  }

  /** Returns this document under another id. */
  public Document withId(String other) {
    return new Document(other, text, metadata, tokenized);
  }

  /** A document without metadata. */
  public Document(String id, String text) {
    this(id, text, Map.of());
  }

  private static Map<String, Object> copy(Map<String, Object> metadata) {
    if (metadata.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    metadata.forEach(
        (name, value) -> copy.put(Objects.requireNonNull(name, "name"), plain(name, value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object plain(String name, Object value) {
    Objects.requireNonNull(value, name);
    if (value instanceof String || value instanceof Long) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      return finite(name, ((Number) value).doubleValue());
    }
    throw new IllegalArgumentException(
        "metadata "
            + name
            + ": a "
            + value.getClass().getName()
            + ", expected a String or a number");
  }

  private static Double finite(String name, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("metadata " + name + ": " + number);
    }
    return number;
  }
}
