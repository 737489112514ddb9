package dev.icp.internal.order;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * An order in which documents stand as often as they are to: first all that stand at all, then
 * again those that stand twice, and so on, each time in the same order. So none stands twice in a
 * round, and those that do stand again are beside others of their subject.
 *
 * @param order what is laid out
 * @param starts where each round begins, ascending, but for the first
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Rounds(int[] order, int[] starts) {
  /** Returns an order in which each stands once. */
  public static Rounds once(int[] order) {
    return new Rounds(order, new int[0]);
  }

  /**
   * Returns an order with its rounds.
   *
   * @param copies how often what has a number stands
   */
  public static Rounds of(int[] order, IntUnaryOperator copies) {
    int most = Arrays.stream(order).map(copies).max().orElse(0);
    IntArrayList all = new IntArrayList(order.length);
    IntArrayList starts = new IntArrayList();
    for (int round = 0; round < most; round++) {
      if (round > 0) {
        starts.add(all.size());
      }
      for (int number : order) {
        if (copies.applyAsInt(number) > round) {
          all.add(number);
        }
      }
    }
    return new Rounds(all.toIntArray(), starts.toIntArray());
  }
}
