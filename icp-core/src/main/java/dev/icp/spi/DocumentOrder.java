package dev.icp.spi;

import java.util.Arrays;

/**
 * Documents in the order in which they are packed: a permutation of 0 … n − 1 unless {@link
 * #repeats()} or {@link #isOfStretches()}. Immutable and thread-safe.
 */
public final class DocumentOrder {
  private final int[] documents;
  private final int[] breaks;
  private final boolean repeats;

  // Empty where documents are whole.
  private final int[] froms;
  private final int[] tos;

  private DocumentOrder(int[] documents, int[] froms, int[] tos, int[] breaks, boolean repeats) {
    this.documents = documents.clone();
    this.froms = froms.clone();
    this.tos = tos.clone();
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
    return new DocumentOrder(documents, new int[0], new int[0], breaks, false);
  }

  /**
   * Returns an order of stretches of documents, from an orderer that {@linkplain
   * ContextOrderer#cutsDocuments cuts them}. They are laid out one after the other, each with a
   * separator behind it unless it ends a context: a stretch that is to be cut by the end of a
   * context must end there. Those of one document stand in their order, the first from its first
   * token on, and the next where the one before ends; what is behind the last one stands nowhere,
   * and is counted in the report.
   *
   * @param documents each of 0 … n − 1 at least once; copied
   * @param froms the first token of each stretch, counted with one that begins the document; copied
   * @param tos the first token behind it; copied
   * @param breaks as in {@link #of}
   * @throws IllegalArgumentException naming the document whose stretches are not like that, or if
   *     the arrays differ in length
   */
  public static DocumentOrder ofStretches(int[] documents, int[] froms, int[] tos, int... breaks) {
    if (froms.length != documents.length || tos.length != documents.length) {
      throw new IllegalArgumentException(
          documents.length
              + " stretches, "
              + froms.length
              + " beginnings, "
              + tos.length
              + " ends");
    }
    int[] ends = new int[Arrays.stream(documents).max().orElse(-1) + 1];
    Arrays.fill(ends, -1);
    for (int place = 0; place < documents.length; place++) {
      int document = documents[place];
      if (document < 0) {
        throw new IllegalArgumentException("document " + document + " is out of range");
      }
      if (froms[place] != Math.max(0, ends[document]) || tos[place] < froms[place]) {
        throw new IllegalArgumentException(
            "document " + document + ": a stretch from " + froms[place] + " to " + tos[place]);
      }
      ends[document] = tos[place];
    }
    for (int document = 0; document < ends.length; document++) {
      if (ends[document] < 0) {
        throw new IllegalArgumentException("document " + document + " stands nowhere");
      }
    }
    return new DocumentOrder(documents, froms, tos, breaks, false);
  }

  /**
   * Returns an order in which documents may stand several times or not at all, for comparison with
   * the ones that lose and repeat nothing.
   */
  public static DocumentOrder repeating(int[] documents, int... breaks) {
    return new DocumentOrder(documents, new int[0], new int[0], breaks, true);
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

  /** Returns whether it is one of {@linkplain #ofStretches stretches}. */
  public boolean isOfStretches() {
    return froms.length > 0;
  }

  /** Returns where stretches begin in their documents; empty if documents are whole: a copy. */
  public int[] froms() {
    return froms.clone();
  }

  /** Returns where stretches end in their documents; empty if documents are whole: a copy. */
  public int[] tos() {
    return tos.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DocumentOrder other
        && repeats == other.repeats
        && Arrays.equals(documents, other.documents)
        && Arrays.equals(froms, other.froms)
        && Arrays.equals(tos, other.tos)
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
