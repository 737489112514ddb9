package dev.icp.formats.internal.format;

import org.jspecify.annotations.Nullable;

/**
 * What a trainer's file holds of a context.
 *
 * @param tokens padding included
 * @param ranges 0, and where each range ends that the trainer gets to see; null where the format
 *     has no place for them
 * @param documents 0, and where each document ends; null where the format does not say
 * @param learned which tokens the model is to learn; null where nothing is said of it
 * @param text what stands there in place of tokens; null where there are tokens
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredContext(
    int[] tokens,
    int @Nullable [] ranges,
    int @Nullable [] documents,
    boolean @Nullable [] learned,
    @Nullable StoredText text) {
  /** What is said of tokens. */
  public StoredContext(
      int[] tokens,
      int @Nullable [] ranges,
      int @Nullable [] documents,
      boolean @Nullable [] learned) {
    this(tokens, ranges, documents, learned, null);
  }

  /** A context of text. */
  public StoredContext(StoredText text) {
    this(new int[0], null, null, null, text);
  }

  /** What is said of tokens alone. */
  public StoredContext(int[] tokens) {
    this(tokens, null, null, null);
  }
}
