package dev.icp.formats.internal.format;

import java.util.Arrays;

/** Where the ranges of a context end, as they are read: each behind the one before. */
public final class RangeEnds {
  private final int length;
  private int[] ends = new int[8];
  private int size = 1;

  public RangeEnds(int length) {
    this.length = length;
  }

  /** Returns the last end; 0 before there is one. */
  public int last() {
    return ends[size - 1];
  }

  /** Adds an end; returns whether it lies behind the last one and within the context. */
  public boolean add(long end) {
    if (end <= last() || end > length) {
      return false;
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    ends[size++] = (int) end;
    return true;
  }

  /** Returns 0 and the ends. */
  public int[] toArray() {
    return Arrays.copyOf(ends, size);
  }
}
