package dev.icp.spark.internal.output;

import dev.icp.PackedContext;
import dev.icp.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a context: where it begins there, its tokens, and its segments, whose {@code at} counts
 * from the part's beginning.
 *
 * @param context among those that are made of leftovers, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Piece(long context, int at, int[] tokens, List<Segment> segments) {
  /**
   * Cuts what is left of a group's last context into parts of the contexts that the leftovers of
   * all groups fill one after the other.
   *
   * @param start where it begins in all leftovers, in tokens
   * @param contexts how many are made of leftovers, 1 or more
   */
  public static List<Piece> cut(PackedContext rest, long start, int contextLength, long contexts) {
    int[] tokens = rest.tokens();
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    do {
      long position = start + from;
      // Nothing but empty documents at the very end: they stand at the end of the last context.
      long context = Math.min(position / contextLength, contexts - 1);
      int at = (int) (position - context * contextLength);
      int to = Math.min(tokens.length, from + contextLength - at);
      boolean last = to == tokens.length;
      pieces.add(
          new Piece(
              context,
              at,
              Arrays.copyOfRange(tokens, from, to),
              segments(rest.segments(), from, to, last)));
      from = to;
    } while (from < tokens.length);
    return pieces;
  }

  private static List<Segment> segments(List<Segment> all, int from, int to, boolean last) {
    List<Segment> within = new ArrayList<>();
    for (Segment s : all) {
      int begin = Math.max(s.at(), from);
      int end = Math.min(s.at() + s.length(), to);
      boolean empty = s.length() == 0 && s.at() >= from && (s.at() < to || last);
      if (begin < end || empty) {
        int skipped = begin - s.at();
        within.add(
            new Segment(
                s.id(),
                s.ordinal(),
                s.from() + skipped,
                s.from() + skipped + (empty ? 0 : end - begin),
                begin - from,
                s.metadata()));
      }
    }
    return within;
  }
}
