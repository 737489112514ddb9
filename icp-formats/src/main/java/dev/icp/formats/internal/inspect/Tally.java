package dev.icp.formats.internal.inspect;

import dev.icp.formats.OutputInspection.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts how often each whole number of 0 or more comes. */
final class Tally {
  private final SortedMap<Integer, Long> counts = new TreeMap<>();
  private long total;
  private double sum;

  void add(int number) {
    add(number, number);
  }

  /**
   * Counts a number that is not whole as the whole one below it, but takes its own for the mean.
   */
  void add(int below, double number) {
    counts.merge(below, 1L, Long::sum);
    total++;
    sum += number;
  }

  /**
   * Returns what came, in at most {@code most} bins of a width of 1, 2 or 5 times a power of 10.
   */
  Distribution distribution(int most) {
    if (total == 0) {
      return new Distribution(0, 0, 0, Double.NaN, 0, 1, List.of());
    }
    long width = 1;
    for (int step = 0; bins(width) > most; step++) {
      width = step % 3 == 1 ? width / 2 * 5 : width * 2;
    }
    long from = counts.firstKey() / width * width;
    List<Long> binned = new ArrayList<>();
    for (long bin = 0; bin < bins(width); bin++) {
      binned.add(0L);
    }
    long median = -1;
    long before = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      int bin = (int) ((entry.getKey() - from) / width);
      binned.set(bin, binned.get(bin) + entry.getValue());
      before += entry.getValue();
      if (median < 0 && 2 * before >= total) {
        median = entry.getKey();
      }
    }
    return new Distribution(
        counts.firstKey(), median, counts.lastKey(), sum / total, from, width, binned);
  }

  private long bins(long width) {
    return counts.lastKey() / width - counts.firstKey() / width + 1;
  }
}
