package dev.icp.spi;

import dev.icp.internal.vectors.BlockSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How texts become dense vectors a batch at a time: all that an embedder has to say that leaves the
 * rest to {@link #open}, which is to gather the corpus into blocks, embed each text once, keep what
 * is made for a later run and store the vectors. Thread-safe.
 *
 * @param <P> a text as it waits for its block: itself, or its tokens
 */
public interface TextBatches<P> {
  /** How many documents are embedded together at most. */
  int BLOCK = 1024;

  /**
   * Starts on a corpus, in blocks of {@value #BLOCK} documents that follow each other, however they
   * come in, so that what is embedded together, and with it every bit of the result, depends on the
   * corpus alone. A copy of an earlier text is not embedded: its vector is that of its original.
   * Where results are {@linkplain Storage#kept kept}, each block is written when it is complete,
   * and one that an earlier run wrote of the same texts is taken from there.
   *
   * @param fingerprint tells these vectors from all others; null if that cannot be told: nothing is
   *     kept then
   * @throws java.io.UncheckedIOException if what is kept cannot be opened
   */
  default EmbeddingSession<DenseVectors> open(StageContext context, @Nullable String fingerprint) {
    return new BlockSession<>(context, this, fingerprint);
  }

  /** Returns the number of floats in a vector. */
  int dimension();

  /** Does with one text what can be done before the others are there. */
  P prepare(String text);

  /**
   * Splits the work on some texts into tasks, which are run once each, in any order and by several
   * threads at once. The split may depend on the texts alone, so that the same block always gives
   * the same bits.
   *
   * @param texts 1 to {@value #BLOCK}, of documents that follow each other
   * @param rows takes the vector of each text, once, from the tasks
   */
  List<Runnable> tasks(List<P> texts, Rows rows);

  /** Hears of a text that has its vector now. */
  default void done(Origin origin) {}

  /** Where a vector comes from. */
  enum Origin {
    MADE,
    EARLIER_RUN,
    EXACT_COPY
  }

  /** Takes vectors as they are made. */
  interface Rows {
    /** Returns the ordinal of a text, for messages. */
    int ordinal(int index);

    /**
     * Takes the vector of text {@code index}, which is normalised here.
     *
     * @throws IllegalArgumentException naming the ordinal if it is not of the dimension, is zero,
     *     or has a NaN or an infinity
     */
    void put(int index, float[] vector);
  }
}
