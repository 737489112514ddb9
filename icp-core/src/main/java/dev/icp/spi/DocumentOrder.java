package dev.icp.spi;

import java.util.Arrays;

/**
 * Documents in the order in which they are packed: a permutation of 0 … n − 1 unless {@link
 * #repeats()}. Immutable and thread-safe.
 */
public final class DocumentOrder {
  private final int[] documents;
  private final int[] breaks;
  private final boolean repeats;

  private DocumentOrder(int[] documents, int[] breaks, boolean repeats) {
    this.documents = documents.clone();
    this.breaks = breaks.clone();
    this.repeats = repeats;
    int last = 0;
    for (int b : breaks) {
      if (b <= last || b >= documents.length) {
        throw new IllegalArgumentException(
            "break at " + b + ": breaks ascend within 1 … " + (documents.length - 1));
      }
      last = b;
    }
  }

  /**
   * Returns an order in which every document stands once.
   *
   * @param documents a permutation of 0 … n − 1; copied
   * @param breaks ascending positions, each of a document that was jumped to because nothing was
   *     left to go to from the one before; copied
   * @throws IllegalArgumentException naming the document if it is not a permutation
   */
  public static DocumentOrder of(int[] documents, int... breaks) {
    boolean[] seen = new boolean[documents.length];
    for (int d : documents) {
      if (d < 0 || d >= seen.length || seen[d]) {
        throw new IllegalArgumentException(
            "document " + d + (d < 0 || d >= seen.length ? " is out of range" : " stands twice"));
      }
      seen[d] = true;
    }
    return new DocumentOrder(documents, breaks, false);
  }

  /**
   * Returns an order in which documents may stand several times or not at all, for comparison with
   * the ones that lose and repeat nothing.
   */
  public static DocumentOrder repeating(int[] documents, int... breaks) {
    return new DocumentOrder(documents, breaks, true);
  }

  /** Returns the number of places. */
  public int size() {
    return documents.length;
  }

  /** Returns the document at a place. */
  public int document(int position) {
    return documents[position];
  }

  /** Returns the documents: a copy. */
  public int[] documents() {
    return documents.clone();
  }

  /** Returns the places, ascending, at which the path had to jump: a copy. */
  public int[] breaks() {
    return breaks.clone();
  }

  /** Returns whether documents may stand several times or not at all. */
  public boolean repeats() {
    return repeats;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DocumentOrder other
        && repeats == other.repeats
        && Arrays.equals(documents, other.documents)
        && Arrays.equals(breaks, other.breaks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(documents) + Arrays.hashCode(breaks);
  }

  @Override
  public String toString() {
    return "DocumentOrder[" + documents.length + " documents, " + breaks.length + " breaks]";
  }
}
