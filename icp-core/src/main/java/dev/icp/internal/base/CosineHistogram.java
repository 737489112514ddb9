package dev.icp.internal.base;

import java.util.List;
import java.util.stream.LongStream;

/** Counts cosines in equal bins of [0, 1]; 1 is in the last, a negative one in the first. */
public final class CosineHistogram {
  private final long[] counts;

  /** Begins with no cosines. */
  public CosineHistogram(int bins) {
    counts = new long[bins];
  }

  /** Counts a cosine. */
  public void add(double cosine) {
    int bin = (int) Math.floor(cosine * counts.length);
    counts[Math.max(0, Math.min(counts.length - 1, bin))]++;
  }

  /** Returns the count of each bin. */
  public List<Long> counts() {
    return LongStream.of(counts).boxed().toList();
  }
}
