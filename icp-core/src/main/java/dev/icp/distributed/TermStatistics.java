package dev.icp.distributed;

import dev.icp.internal.vectors.TermBuckets;
import dev.icp.internal.vectors.TermCounter;
import dev.icp.internal.vectors.TermWeighting;
import dev.icp.spi.SparseRows;
import java.io.Serializable;

/**
 * In how many documents which words stand: what {@link dev.icp.Embedders#lexical} must know of a
 * whole corpus before it can weigh the words of a document. The statistics of the parts of a corpus
 * add up to its own. 16 MB up to a million documents, 256 MB from eight million on. Not
 * thread-safe.
 */
public final class TermStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int bits;
  private final int[] documentFrequencies;
  private int documents;

  /** Starts on a corpus of about a million documents or fewer. */
  public TermStatistics() {
    this(TermBuckets.LEAST);
  }

  private TermStatistics(TermBuckets buckets) {
    bits = buckets.bits();
    documentFrequencies = new int[buckets.count()];
  }

  /**
   * Starts on a part of a corpus of so many documents: the more there are, the more words are told
   * apart. Vectors are those of {@link dev.icp.Embedders#lexical} if the number is right.
   */
  public static TermStatistics forCorpusOf(int documents) {
    return new TermStatistics(TermBuckets.of(documents));
  }

  /** Counts the words of a document, which is all that its vector needs to know of its text. */
  public static byte[] count(String text) {
    return new TermCounter().count(text);
  }

  /** Adds a document by what {@link #count} returned. */
  public void add(byte[] counts) {
    documents++;
    new TermBuckets(bits).forEach(counts, (term, count) -> documentFrequencies[term]++);
  }

  /**
   * Adds the statistics of other documents; returns this.
   *
   * @throws IllegalArgumentException if they were started for a corpus of another size, so that
   *     they tell other words apart
   */
  public TermStatistics merge(TermStatistics other) {
    if (other.bits != bits) {
      throw new IllegalArgumentException("other: " + other.bits + " bits a term, expected " + bits);
    }
    documents = Math.addExact(documents, other.documents);
    for (int t = 0; t < documentFrequencies.length; t++) {
      documentFrequencies[t] += other.documentFrequencies[t];
    }
    return this;
  }

  /** Returns the number of documents. */
  public int documents() {
    return documents;
  }

  /** Returns the means of weighing the documents' words; no more may be added then. */
  public Weights weights() {
    return new Weights(
        new TermWeighting(documents, new TermBuckets(bits), term -> documentFrequencies[term]));
  }

  /** Makes vectors of counted words. Belongs to one thread. */
  public static final class Weights {
    private final TermWeighting weighting;
    private final TermWeighting.Weigher weigher;

    private Weights(TermWeighting weighting) {
      this.weighting = weighting;
      weigher = weighting.weigher();
    }

    /** Returns the number of terms: every term id is below. */
    public int terms() {
      return weighting.terms();
    }

    /** Appends the vector of a document by what {@link #count} returned. */
    public void add(byte[] counts, SparseRows target) {
      weigher.add(counts, target);
    }
  }
}
