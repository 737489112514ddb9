package dev.icp;

import java.util.Map;
import java.util.Objects;

/**
 * A piece of a document within a context. Offsets count tokens; separators, begin tokens and
 * padding stand in no segment.
 *
 * @param id the document's id
 * @param ordinal the document's position in the corpus, counted from 0
 * @param from first token of the piece within the document, inclusive
 * @param to end of the piece within the document, exclusive; equal to {@code from} only for a
 *     document of no tokens
 * @param at where the piece begins within the context
 * @param metadata the document's; unmodifiable
 */
public record Segment(
    String id, int ordinal, int from, int to, int at, Map<String, Object> metadata) {
  /** A piece of a document without metadata. */
  public Segment(String id, int ordinal, int from, int to, int at) {
    this(id, ordinal, from, to, at, Map.of());
  }

  /**
   * @throws NullPointerException if {@code id} or {@code metadata} is null
   * @throws IllegalArgumentException unless 0 ≤ ordinal, 0 ≤ from ≤ to and 0 ≤ at
   */
  public Segment {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(metadata, "metadata");
    if (ordinal < 0 || from < 0 || to < from || at < 0) {
      throw new IllegalArgumentException(
          "segment of "
              + id
              + ": ordinal "
              + ordinal
              + ", from "
              + from
              + ", to "
              + to
              + ", at "
              + at);
    }
  }

  /** Returns the number of tokens, {@code to - from}. */
  public int length() {
    return to - from;
  }
}
