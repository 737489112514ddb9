package dev.icp;

import java.util.Objects;

/**
 * One document of a corpus. Its ordinal is its position in the corpus, counted from 0.
 *
 * @param id names the document in segments, reports and errors; unique within a corpus
 * @param text the whole text; may be empty
 */
public record Document(String id, String text) {
  /**
   * @throws NullPointerException if {@code id} or {@code text} is null
   */
  public Document {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
  }
}
