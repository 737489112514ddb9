package dev.icp.internal.contexts;

import dev.icp.Tail;
import dev.icp.internal.base.Shuffle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where pieces of documents stand in a row of contexts of equal length. Pieces stand one after the
 * other, each followed by a separator; where one does not follow the one before at once, it begins
 * a context, and what is left of the context before is padding. A piece may reach over several
 * contexts. A token that begins a document belongs to its first piece, as the first of its tokens.
 * Immutable.
 */
public final class ContextLayout {
  /** What the seed is used for when contexts are shuffled. */
  public static final String SHUFFLE = "contexts";

  final int[] documents;
  final int @Nullable [] froms;
  final int[] lengths;
  final long[] starts;
  final int begins;
  final int separators;
  final boolean openingSeparators;
  final int length;
  final Tail tail;
  private final long documentsCut;
  private final long separatorsLeftOut;
  final long cuts;
  private final long missing;
  // The contexts with which groups end, ascending, but for the last one, and what these lack.
  final int[] groupEnds;
  final long missingAtEnds;

  /**
   * @param documents ordinals of the pieces' documents
   * @param froms where in their documents, begin tokens included, the pieces begin; null if all at
   *     0
   * @param lengths the pieces' tokens, begin tokens included
   * @param starts where the pieces begin, and behind them where the last one ends
   * @param begins tokens that begin a document: 0 or 1; a piece of no tokens has none
   * @param separators separator tokens after each piece: 0 or 1
   * @param openingSeparators whether a separator may begin a context; otherwise a piece that ends
   *     where a context ends, or is empty, has none
   * @param length tokens in a context
   * @param documentsCut see {@link #documentsCut}
   * @param separatorsLeftOut see {@link #separatorsLeftOut}
   * @throws IllegalArgumentException if this makes more contexts than can be numbered
   */
  ContextLayout(
      int[] documents,
      int @Nullable [] froms,
      int[] lengths,
      long[] starts,
      int begins,
      int separators,
      boolean openingSeparators,
      int length,
      Tail tail,
      long documentsCut,
      long separatorsLeftOut) {
    this(
        documents,
        froms,
        lengths,
        starts,
        begins,
        separators,
        openingSeparators,
        length,
        tail,
        documentsCut,
        separatorsLeftOut,
        contexts(documents, starts, length),
        new int[0],
        0);
  }

  ContextLayout(
      int[] documents,
      int @Nullable [] froms,
      int[] lengths,
      long[] starts,
      int begins,
      int separators,
      boolean openingSeparators,
      int length,
      Tail tail,
      long documentsCut,
      long separatorsLeftOut,
      long cuts,
      int[] groupEnds,
      long missingAtEnds) {
    this.documents = documents;
    this.froms = froms;
    this.lengths = lengths;
    this.starts = starts;
    this.begins = begins;
    this.separators = separators;
    this.openingSeparators = openingSeparators;
    this.length = length;
    this.tail = tail;
    this.documentsCut = documentsCut;
    this.separatorsLeftOut = separatorsLeftOut;
    this.cuts = cuts;
    this.groupEnds = groupEnds;
    this.missingAtEnds = missingAtEnds;
    if (cuts > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          total() + " tokens make " + cuts + " contexts of " + length + ", at most 2147483647");
    }
    long between = 0;
    for (int p = 0; p < documents.length; p++) {
      between += starts[p + 1] - pieceEnd(p);
    }
    missing = between;
  }

  private static long contexts(int[] documents, long[] starts, int length) {
    long full = (starts[documents.length] + length - 1) / length;
    return documents.length > 0 ? Math.max(1, full) : 0;
  }

  /**
   * Returns the layout of whole documents one after the other, cut every context-length tokens
   * ({@link dev.icp.Boundary#SPLIT}).
   *
   * @param documents ordinals in the order in which they are packed; not copied
   * @param counts tokens of the documents, in the same order; not copied
   * @param begins tokens that begin each document: 0 or 1
   * @param separators separator tokens after each document: 0 or 1
   * @param length tokens in a context
   * @throws IllegalArgumentException if this makes more contexts than can be numbered
   */
  public static ContextLayout split(
      int[] documents, int[] counts, int begins, int separators, int length, Tail tail) {
    long[] starts = new long[documents.length + 1];
    int[] lengths = begins == 0 ? counts : new int[counts.length];
    long cut = 0;
    for (int i = 0; i < documents.length; i++) {
      lengths[i] = Math.addExact(counts[i], begins);
      starts[i + 1] = starts[i] + lengths[i] + separators;
      long first = starts[i] + begins;
      long last = first + Math.max(1, counts[i]) - 1;
      cut += first / length != last / length ? 1 : 0;
    }
    return new ContextLayout(
        documents, null, lengths, starts, begins, separators, true, length, tail, cut, 0);
  }

  /** Returns the same layout with another end. */
  public ContextLayout withTail(Tail other) {
    return new ContextLayout(
        documents,
        froms,
        lengths,
        starts,
        begins,
        separators,
        openingSeparators,
        length,
        other,
        documentsCut,
        separatorsLeftOut);
  }

  long total() {
    return starts[documents.length];
  }

  private long pieceEnd(int piece) {
    return starts[piece] + lengths[piece] + (hasSeparator(piece) ? 1 : 0);
  }

  /** Returns whether the last context is not full. */
  public boolean lastIsShort() {
    return cuts > 0 && total() < cuts * length;
  }

  /** Returns the tokens in a context. */
  public int length() {
    return length;
  }

  /** Returns the number of pieces. */
  public int pieces() {
    return documents.length;
  }

  /** Returns the number of contexts that leave. */
  public int contexts() {
    return (int) (lastIsShort() && tail == Tail.DROP ? cuts - 1 : cuts);
  }

  /** Returns the padding tokens of contexts that no document fitted into any more. */
  public long gaps() {
    return missing - missingAtEnds;
  }

  /** Returns the number of groups that have contexts of their own. */
  public int groups() {
    return documents.length == 0 ? 0 : groupEnds.length + 1;
  }

  /** Returns the padding tokens of the last contexts of groups, but for the very last one. */
  public long groupPadding() {
    return tail == Tail.PAD ? missingAtEnds : 0;
  }

  /** Returns the padding tokens of the last context. */
  public long tailPadding() {
    return lastIsShort() && tail == Tail.PAD ? cuts * length - total() : 0;
  }

  /** Returns the document tokens that go with a dropped last context. */
  public long tokensDropped() {
    if (contexts() == cuts) {
      return 0;
    }
    long dropped = 0;
    for (int p = firstPiece(cuts - 1); p < documents.length; p++) {
      dropped += count(p) - Math.min(count(p), Math.max(0, begin(cuts - 1) - start(p)));
    }
    return dropped;
  }

  /** Returns the tokens, separators included but not padding, in the contexts that leave. */
  public long filled() {
    return Math.min(total(), (long) contexts() * length) - missing;
  }

  /** Returns the tokens that begin documents in the contexts that leave. */
  public long begins() {
    long end = (long) contexts() * length;
    long count = 0;
    for (int p = 0; p < documents.length && starts[p] < end; p++) {
      count += beginTokens(p);
    }
    return count;
  }

  /** Returns how many documents have no separator behind them, though others do. */
  public long separatorsLeftOut() {
    return separatorsLeftOut;
  }

  /** Returns how many documents stand in more than one context. */
  public long documentsCut() {
    return documentsCut;
  }

  /** Returns how many of the contexts that leave begin within a document, or with a separator. */
  public long contextsBeginningWithin() {
    long count = 0;
    for (int c = 0; c < contexts(); c++) {
      int piece = firstPiece(c);
      count += piece < documents.length && starts[piece] == begin(c) && isBeginning(piece) ? 0 : 1;
    }
    return count;
  }

  /**
   * Returns the contexts, by their place along the path, in the order in which they leave: shuffled
   * by seed or along the path. The last one along the path is last in either case if it is not
   * full; the last ones of groups before it leave among the others.
   */
  public int[] leavingOrder(boolean pathOrder, long seed) {
    int all = contexts();
    int shuffled = lastIsShort() && all == cuts ? all - 1 : all;
    int[] order = new int[all];
    if (pathOrder) {
      for (int i = 0; i < all; i++) {
        order[i] = i;
      }
      return order;
    }
    System.arraycopy(Shuffle.permutation(shuffled, seed, SHUFFLE), 0, order, 0, shuffled);
    if (shuffled < all) {
      order[shuffled] = shuffled;
    }
    return order;
  }

  /** Returns where a context begins in the row. */
  public long begin(long context) {
    return context * length;
  }

  /** Returns where a context ends in the row, without padding. */
  public long end(long context) {
    if (context == cuts - 1) {
      return total();
    }
    return Math.min(begin(context + 1), pieceEnd(firstStart(context + 1) - 1));
  }

  /** Returns how many tokens a context has, padding included. */
  int size(long context) {
    boolean ends = context == cuts - 1 || Arrays.binarySearch(groupEnds, (int) context) >= 0;
    boolean isShort = ends && tail != Tail.PAD;
    return isShort ? (int) (end(context) - begin(context)) : length;
  }

  /** Returns the first piece that has a token, or is empty and stands, in a context. */
  public int firstPiece(long context) {
    long begin = begin(context);
    int low = 0;
    int high = documents.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle + 1] > begin || starts[middle] >= begin) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Returns the first piece that begins in a context or one after it. */
  public int firstStart(long context) {
    int low = 0;
    int high = documents.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] >= begin(context)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Returns whether a piece begins in a context or one before it. */
  boolean reaches(long context, int piece) {
    return piece < documents.length
        && (starts[piece] < begin(context + 1)
            || (context == cuts - 1 && starts[piece] == total()));
  }

  /** Returns where a piece begins in the row, with the token that begins its document. */
  public long pieceStart(int piece) {
    return starts[piece];
  }

  /** Returns where the document's own tokens of a piece begin in the row. */
  public long start(int piece) {
    return starts[piece] + beginTokens(piece);
  }

  /** Returns how many of its document's own tokens a piece has. */
  public int count(int piece) {
    return lengths[piece] - beginTokens(piece);
  }

  /** Returns 1 if a piece begins with the token that begins its document, else 0. */
  public int beginTokens(int piece) {
    return isBeginning(piece) && lengths[piece] > 0 ? begins : 0;
  }

  /** Returns the ordinal of a piece's document. */
  public int document(int piece) {
    return documents[piece];
  }

  /** Returns where in its document a piece begins. */
  public int from(int piece) {
    return isBeginning(piece) || froms == null ? 0 : froms[piece] - begins;
  }

  /** Returns whether a document begins with a piece. */
  public boolean isBeginning(int piece) {
    return froms == null || froms[piece] == 0;
  }

  /** Returns whether a separator follows a piece. */
  public boolean hasSeparator(int piece) {
    return separators > 0
        && (openingSeparators
            || (lengths[piece] > 0 && (starts[piece] + lengths[piece]) % length != 0));
  }
}
