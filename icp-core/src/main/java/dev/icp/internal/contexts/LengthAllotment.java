package dev.icp.internal.contexts;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says which documents of an order go to contexts of which length. The order is cut into runs, of a
 * few of the longest contexts each, or of less where the corpus is small; the runs whose tokens
 * stand in the longest documents go to the longest contexts, and so on down.
 */
public final class LengthAllotment {
  /** Seams between runs cost a context each, at most. */
  private static final int CONTEXTS = 4;

  /** So shares are met to half a percent, but for documents that are larger. */
  private static final int RUNS = 256;

  private LengthAllotment() {}

  /**
   * Divides an order.
   *
   * @param counts tokens of what is in the order, by its number
   * @param shares of the tokens, by length, ascending
   * @param longest the longest length
   * @return what each length gets, in order
   */
  public static List<int[]> divide(int[] order, int[] counts, double[] shares, int longest) {
    List<Run> runs = runs(order, counts, longest);
    long total = runs.stream().mapToLong(Run::tokens).sum();
    List<Run> byLength = new ArrayList<>(runs);
    byLength.sort(Comparator.comparingDouble(Run::documentLength).reversed());
    int[] partOf = new int[runs.size()];
    int part = shares.length - 1;
    double end = total * shares[part];
    long before = 0;
    for (Run run : byLength) {
      // A run goes where its middle is.
      while (part > 0 && before + run.tokens() / 2.0 > end) {
        part--;
        end += total * shares[part];
      }
      partOf[run.number()] = part;
      before += run.tokens();
    }
    List<IntArrayList> parts = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      parts.add(new IntArrayList());
    }
    for (Run run : runs) {
      parts
          .get(partOf[run.number()])
          .addElements(
              parts.get(partOf[run.number()]).size(), order, run.from(), run.to() - run.from());
    }
    return parts.stream().map(IntArrayList::toIntArray).toList();
  }

  private static List<Run> runs(int[] order, int[] counts, int longest) {
    long total = 0;
    for (int number : order) {
      total += counts[number];
    }
    long wanted = Math.min((long) CONTEXTS * longest, total / RUNS);
    List<Run> runs = new ArrayList<>();
    int from = 0;
    long tokens = 0;
    double squares = 0;
    for (int i = 0; i < order.length; i++) {
      long count = counts[order[i]];
      tokens += count;
      squares += (double) count * count;
      if (tokens >= wanted || i + 1 == order.length) {
        runs.add(new Run(runs.size(), from, i + 1, tokens, squares / Math.max(1, tokens)));
        from = i + 1;
        tokens = 0;
        squares = 0;
      }
    }
    return runs;
  }

  /**
   * Some of the order.
   *
   * @param documentLength of the document that a token stands in, mean over tokens
   */
  private record Run(int number, int from, int to, long tokens, double documentLength) {}
}
