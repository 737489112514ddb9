package dev.icp.spi;

import java.util.List;

/**
 * Takes the texts of one corpus and makes its vectors. Closing it before {@link #finish} throws
 * away what was taken.
 *
 * @param <V> the kind of vectors
 */
public interface EmbeddingSession<V extends Vectors> extends AutoCloseable {
  /**
   * Takes the texts of the documents {@code firstOrdinal}, {@code firstOrdinal + 1}, … Called from
   * several threads at once, in any order; every ordinal comes exactly once. Neither the list nor
   * the texts are kept by the caller.
   *
   * @throws IllegalArgumentException naming the ordinal if a text cannot be embedded
   */
  void add(int firstOrdinal, List<String> texts);

  /**
   * Returns the vectors of ordinals 0 to n − 1, which outlive this session and are closed by the
   * caller. Called once, after the last {@code add} has returned.
   */
  V finish();

  /** Lets go of what is not needed any more. */
  @Override
  void close();
}
