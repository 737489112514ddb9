package dev.icp;

import dev.icp.internal.documents.LengthWeights;
import dev.icp.internal.documents.TokenStore;
import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * An order in which documents stand as often as they are to: first all that stand at all, then
 * again those that stand twice, and so on, each time in the same order. So none stands twice in a
 * round, and those that do stand again are beside others of their subject.
 *
 * @param order what is laid out
 * @param starts where each round begins, ascending, but for the first
 */
@SuppressWarnings("ArrayRecordComponent") // Local to the run, never compared.
record Rounds(int[] order, int[] starts) {
  private static final double MOST = 1000;

  /** Returns an order in which each stands once. */
  static Rounds once(int[] order) {
    return new Rounds(order, new int[0]);
  }

  /**
   * Returns an order with its rounds.
   *
   * @param copies how often what has a number stands
   */
  static Rounds of(int[] order, IntUnaryOperator copies) {
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

  /**
   * Returns how often each document stands.
   *
   * @param name of the metadata that says it, or {@linkplain LengthWeights weights by length}
   * @param seed draws those that stand once more for a fraction
   * @throws IllegalArgumentException if no document says it, or one says it wrong
   */
  static int[] copies(
      String name,
      TokenStore tokens,
      IntFunction<Map<String, Object>> metadata,
      IntFunction<String> ids,
      long seed) {
    int[] copies = new int[tokens.size()];
    if (LengthWeights.areIn(name)) {
      LengthWeights lengths = LengthWeights.of(name);
      Arrays.setAll(copies, i -> drawn(lengths.of(tokens.count(i)), i, seed));
      return copies;
    }
    boolean any = copies.length == 0;
    for (int i = 0; i < copies.length; i++) {
      Object value = metadata.apply(i).get(name);
      any |= value != null;
      double weight =
          value == null ? 1 : value instanceof Number number ? number.doubleValue() : -1;
      if (!(weight >= 0 && weight <= MOST)) {
        throw new IllegalArgumentException(
            "weightBy: document \""
                + ids.apply(i)
                + "\" has "
                + name
                + " "
                + (value instanceof String ? "\"" + value + "\", which is a text" : value)
                + ", expected a number from 0 to 1000");
      }
      copies[i] = drawn(weight, i, seed);
    }
    if (!any) {
      throw new IllegalArgumentException(
          "weightBy: " + name + ", which no document has among its metadata");
    }
    return copies;
  }

  private static int drawn(double weight, int document, long seed) {
    double drawn = (HashCommon.mix(HashCommon.mix(seed) ^ document) >>> 11) * 0x1p-53;
    return (int) weight + (drawn < weight - (int) weight ? 1 : 0);
  }
}
