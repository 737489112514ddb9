package dev.icp.spi;

import java.util.Objects;

/**
 * Vectors of two kinds side by side: of each document one of its words and one of its meaning. How
 * related two documents are is the weighted sum of the two cosines, in [−1, 1]; it is called a
 * cosine like the others, which it is: of the two vectors laid end to end, each made shorter by the
 * root of its weight.
 *
 * <p>Near duplicates go by the words alone, see {@link #ofCopies}. Immutable but for its parts.
 */
public final class PairedVectors implements Vectors {
  private final SparseVectors words;
  private final DenseVectors meaning;
  private final double weight;

  /**
   * Puts vectors side by side, row i of both being of document i; closing the pair closes both.
   *
   * @param weight of the meaning's cosine, above 0 and below 1; the words' has the rest
   * @throws IllegalArgumentException if it is not, or the two have not as many rows
   */
  public PairedVectors(SparseVectors words, DenseVectors meaning, double weight) {
    this.words = Objects.requireNonNull(words, "words");
    this.meaning = Objects.requireNonNull(meaning, "meaning");
    this.weight = requireWeight(weight);
    if (words.size() != meaning.size()) {
      throw new IllegalArgumentException(
          "vectors: " + meaning.size() + " rows for " + words.size() + " documents");
    }
  }

  /**
   * Returns a weight that can be one.
   *
   * @throws IllegalArgumentException if it is not above 0 and below 1
   */
  public static double requireWeight(double weight) {
    if (!(weight > 0 && weight < 1)) {
      throw new IllegalArgumentException(
          "weight of the meaning: " + weight + ", expected above 0 and below 1");
    }
    return weight;
  }

  /**
   * Returns the vectors by which near duplicates are told: of the words, which say best what is a
   * copy, where there are two kinds; else the vectors themselves.
   */
  public static Vectors ofCopies(Vectors vectors) {
    return vectors instanceof PairedVectors paired ? paired.words : vectors;
  }

  /** Returns the vectors of the documents' words. */
  public SparseVectors words() {
    return words;
  }

  /** Returns the vectors of the documents' meaning. */
  public DenseVectors meaning() {
    return meaning;
  }

  /** Returns the weight of the meaning's cosine; that of the words' is what is missing from 1. */
  public double weight() {
    return weight;
  }

  /** Returns what two cosines make together. */
  public float sum(float ofWords, float ofMeaning) {
    return (float) ((1 - weight) * ofWords + weight * ofMeaning);
  }

  @Override
  public int size() {
    return words.size();
  }

  @Override
  public float cosine(int a, int b) {
    return sum(words.cosine(a, b), meaning.cosine(a, b));
  }

  @Override
  public PairedVectors subset(int[] ordinals) {
    return new PairedVectors(words.subset(ordinals), meaning.subset(ordinals), weight);
  }

  @Override
  public boolean checked() {
    return words.checked() && meaning.checked();
  }

  @Override
  public void close() {
    try (words) {
      meaning.close();
    }
  }
}
