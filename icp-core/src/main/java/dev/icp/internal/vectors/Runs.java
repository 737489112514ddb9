package dev.icp.internal.vectors;

/** Stretches of consecutive ordinals, so that views read them at one go. */
final class Runs {
  private Runs() {}

  /** Returns how many of ordinals[from … to − 1] follow each other without a gap, 1 or more. */
  static int length(int[] ordinals, int from, int to) {
    int end = from + 1;
    while (end < to && ordinals[end] == ordinals[end - 1] + 1) {
      end++;
    }
    return end - from;
  }
}
