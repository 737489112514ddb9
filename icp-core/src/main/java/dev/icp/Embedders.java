package dev.icp;

import dev.icp.internal.vectors.LexicalEmbedder;
import dev.icp.spi.Embedder;
import dev.icp.spi.SparseVectors;

/** The embedders that need no model. For vectors from a model see {@link Embedder#of}. */
public final class Embedders {
  private Embedders() {}

  /**
   * Returns the default embedder: a document's words (lower-cased; pairs of characters in scripts
   * without spaces), weighted (1 + ln tf) · ln(1 + n / df), of which the 64 strongest are kept.
   * Words of more than a tenth of all documents (and of more than 1,000) are left out unless a
   * document has hardly any others; so are words of a single document. A document that shares no
   * word with another has an empty vector and is related to none.
   *
   * <p>Needs 16 MB for word statistics and 12 bytes a document on the heap; the rest goes to files
   * when the memory budget is used up.
   */
  public static Embedder<SparseVectors> lexical() {
    return new LexicalEmbedder();
  }
}
