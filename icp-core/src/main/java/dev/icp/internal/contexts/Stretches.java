package dev.icp.internal.contexts;

import java.util.Arrays;
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

  /** Returns some of them, one after the other. */
  public Stretches part(int from, int to) {
    return new Stretches(
        Arrays.copyOfRange(documents, from, to),
        froms == null ? null : Arrays.copyOfRange(froms, from, to),
        Arrays.copyOfRange(counts, from, to));
  }

  /** Returns the number of stretches. */
  public int size() {
    return documents.length;
  }

  /** Returns how many of them begin a document. */
  public int beginnings() {
    return froms == null ? size() : (int) IntStream.of(froms).filter(from -> from == 0).count();
  }

  /** Returns the tokens of the stretches with those that begin documents. */
  int[] lengths(int begins) {
    return begins == 0
        ? counts
        : IntStream.range(0, size())
            .map(i -> counts[i] + (counts[i] > 0 && isBeginning(i) ? begins : 0))
            .toArray();
  }

  private boolean isBeginning(int place) {
    return froms == null || froms[place] == 0;
  }

  /** Returns where in its document a stretch begins, one token that begins it included. */
  int from(int place, int begins) {
    return froms == null || isBeginning(place) ? 0 : froms[place] + begins;
  }
}
