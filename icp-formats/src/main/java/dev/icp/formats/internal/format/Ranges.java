package dev.icp.formats.internal.format;

import dev.icp.PackedContext;

/** What is one stretch of text to the trainer. */
public final class Ranges {
  private Ranges() {}

  /**
   * Returns 0 and where each range of a context ends, the last at its length.
   *
   * @param documentMask whether each document is a range of its own, rather than all one
   */
  public static int[] ends(PackedContext context, boolean documentMask) {
    return documentMask
        ? context.cumulativeLengths()
        : context.length() == 0 ? new int[1] : new int[] {0, context.length()};
  }

  /** Returns the lengths of ranges that end there. */
  public static int[] lengths(int[] ends) {
    int[] lengths = new int[ends.length - 1];
    for (int r = 1; r < ends.length; r++) {
      lengths[r - 1] = ends[r] - ends[r - 1];
    }
    return lengths;
  }
}
