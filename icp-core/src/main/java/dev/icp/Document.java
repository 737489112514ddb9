package dev.icp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One document of a corpus. Its ordinal is its position in the corpus, counted from 0.
 *
 * @param id names the document in segments, reports and errors; unique within a corpus
 * @param text the whole text; may be empty
 * @param metadata what else is known of it, as its source or licence: few and small values, each a
 *     String, a Long or a Double, in the order in which they were given
 */
public record Document(String id, String text, Map<String, Object> metadata) {
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
    return switch (Objects.requireNonNull(value, name)) {
      case String text -> text;
      case Long number -> number;
      case Integer number -> (long) number;
      case Short number -> (long) number;
      case Byte number -> (long) number;
      case Double number -> finite(name, number);
      case Float number -> finite(name, (double) number);
      default ->
          throw new IllegalArgumentException(
              "metadata "
                  + name
                  + ": a "
                  + value.getClass().getName()
                  + ", expected a String or a number");
    };
  }

  private static Double finite(String name, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("metadata " + name + ": " + number);
    }
    return number;
  }
}
