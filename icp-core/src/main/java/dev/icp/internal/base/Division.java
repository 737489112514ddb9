package dev.icp.internal.base;

import java.util.Arrays;

/** Divides numbers, and things into groups. */
public final class Division {
  private Division() {}

  /**
   * Returns a quotient, rounded up.
   *
   * @param number not negative
   */
  public static int roundedUp(int number, int by) {
    return Math.toIntExact(roundedUp((long) number, by));
  }

  /**
   * Returns a quotient, rounded up.
   *
   * @param number not negative
   */
  public static long roundedUp(long number, long by) {
    return number / by + (number % by == 0 ? 0 : 1);
  }

  /**
   * Divides rows into their groups.
   *
   * @param groupOf the group of each row
   * @param groups the number of groups there can be
   * @return the rows of each group, ascending; empty for groups that have none
   */
  public static int[][] of(int[] groupOf, int groups) {
    int[] sizes = new int[groups];
    for (int group : groupOf) {
      sizes[group]++;
    }
    int[][] rows = new int[groups][];
    Arrays.setAll(rows, group -> new int[sizes[group]]);
    Arrays.fill(sizes, 0);
    for (int row = 0; row < groupOf.length; row++) {
      int group = groupOf[row];
      rows[group][sizes[group]++] = row;
    }
    return rows;
  }
}
