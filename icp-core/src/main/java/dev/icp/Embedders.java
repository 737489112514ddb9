package dev.icp;

import dev.icp.internal.vectors.GivenVectors;
import dev.icp.internal.vectors.LexicalEmbedder;
import dev.icp.internal.vectors.PairedEmbedder;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseVectors;

/** The embedders that need no model. For vectors from a model see {@link Embedder#of}. */
public final class Embedders {
  /**
   * The weight of the meaning's cosine that the command line takes: of those tried on two corpora
   * and with two models the one with the most documents of one subject in a context, at little loss
   * of shared words.
   */
  public static final double WEIGHT_OF_MEANING = 0.3;

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

  /**
   * Returns an embedder by words and by meaning at once: {@link #lexical} vectors and those of a
   * model side by side, whose cosines are added. It goes with {@link NeighbourIndexes#both}. From
   * the model's vectors their mean over the corpus is taken away, so that cosines of all models are
   * of one scale. What the model makes is kept as it would be without the words.
   *
   * @param meaning a model's, as one of icp-models or {@link Embedder#of}
   * @param weight of the model's cosine, above 0 and below 1; the words' has the rest. {@link
   *     #WEIGHT_OF_MEANING} is a good one
   * @throws IllegalArgumentException if {@code weight} is out of range
   */
  public static Embedder<PairedVectors> both(
      Embedder<? extends DenseVectors> meaning, double weight) {
    return new PairedEmbedder(lexical(), meaning, PairedVectors.requireWeight(weight));
  }

  /**
   * Returns the same with vectors that are there already in the place of a model's.
   *
   * @param meaning row i belongs to document i; they stay the caller's to close
   * @param weight as for {@link #both(Embedder, double)}
   * @throws IllegalArgumentException if {@code weight} is out of range
   */
  public static Embedder<PairedVectors> both(DenseVectors meaning, double weight) {
    return both(new GivenVectors(meaning), weight);
  }
}
