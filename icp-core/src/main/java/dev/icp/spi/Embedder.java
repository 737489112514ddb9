package dev.icp.spi;

import dev.icp.internal.vectors.FunctionEmbedder;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a vector of each document, such that related documents have a high cosine. A description
 * that can be used again and again, also from several threads; the work is done in sessions.
 *
 * @param <V> the kind of vectors it makes
 */
public interface Embedder<V extends Vectors> {
  /** Starts on a corpus. */
  EmbeddingSession<V> open(StageContext context);

  /** Returns a text that differs when the same texts could get other vectors. */
  String fingerprint();

  /**
   * Returns an embedder that asks a function, for instance a call of an embedding service.
   *
   * @param dimension floats in a vector, 1 to 4,096
   * @param embed gets up to some hundred texts and returns a vector for each, in order; called from
   *     several threads at once. Vectors are normalised here; one that is zero, holds a NaN or an
   *     infinity, or has another dimension ends the run with an {@link IllegalArgumentException}
   *     that names the document's ordinal
   * @throws IllegalArgumentException if {@code dimension} is out of range
   */
  static Embedder<DenseVectors> of(int dimension, Function<List<String>, float[][]> embed) {
    return new FunctionEmbedder(dimension, embed);
  }
}
