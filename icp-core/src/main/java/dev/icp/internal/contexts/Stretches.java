package dev.icp.internal.contexts;

import dev.icp.internal.documents.Pieces;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be laid out, in order: whole documents, or stretches of them.
 *
 * @param documents their ordinals
 * @param froms where in their documents they begin, in tokens; null if all at 0
 * @param counts their tokens, those that begin documents not counted
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Stretches(int[] documents, int @Nullable [] froms, int[] counts) {
  /** Returns whole documents; the arrays are not copied. */
  public static Stretches whole(int[] documents, int[] counts) {
    return new Stretches(documents, null, counts);
  }

  /** Returns pieces in an order, those that go on where the one before ends in one. */
  public static Stretches of(int[] order, Pieces pieces) {
    IntArrayList documents = new IntArrayList();
    IntArrayList froms = new IntArrayList();
    IntArrayList counts = new IntArrayList();
    for (int i = 0; i < order.length; ) {
      int first = order[i];
      int last = first;
      for (i++; i < order.length && order[i] == last + 1 && !pieces.isFirst(order[i]); i++) {
        last++;
      }
      documents.add(pieces.document(first));
      froms.add(pieces.from(first));
      counts.add(pieces.to(last) - pieces.from(first));
    }
    return new Stretches(documents.toIntArray(), froms.toIntArray(), counts.toIntArray());
  }

  /** Returns the number of stretches. */
  public int size() {
    return documents.length;
  }

  /** Returns how many of them begin a document. */
  public int beginnings() {
    return froms == null ? size() : (int) IntStream.of(froms).filter(from -> from == 0).count();
  }

  /** Returns whether a document begins with a stretch. */
  boolean begins(int place) {
    return froms == null || froms[place] == 0;
  }

  /** Returns where in its document a stretch begins, one token that begins it included. */
  int from(int place, int begins) {
    return froms == null || froms[place] == 0 ? 0 : froms[place] + begins;
  }
}
