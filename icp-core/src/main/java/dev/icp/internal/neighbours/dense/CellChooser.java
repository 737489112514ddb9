package dev.icp.internal.neighbours.dense;

import dev.icp.internal.kernel.Centroids;
import dev.icp.internal.kernel.KMeans;
import java.util.Arrays;

/**
 * Chooses the cells that documents visit: the home, whose centroid is the most similar, and all
 * others that are at most a margin less similar. Belongs to one thread.
 */
public final class CellChooser {
  /** No document visits more, lest a few of them make up most of the work. */
  public static final int MAX_VISITS = 256;

  private final Centroids.Comparer comparer;
  private final float margin;
  private final int cells;
  private char[] visits = new char[4096];
  private int length;

  /**
   * @param margin how much less similar than the home a visited cell may be
   */
  public CellChooser(Centroids centroids, float margin) {
    this.margin = margin;
    comparer = centroids.comparer();
    cells = centroids.count();
  }

  /**
   * Chooses for some vectors.
   *
   * @param rows row-major
   * @param homes gets the home of row r at {@code at + r}
   * @param visitCounts gets the number of visited cells of row r at {@code at + r}
   * @return the visited cells, the home among them, row by row
   */
  public char[] choose(float[] rows, int count, int[] homes, int[] visitCounts, int at) {
    length = 0;
    comparer.compare(
        rows,
        count,
        (row, similarities, from) -> {
          int home = KMeans.highest(similarities, from, cells);
          homes[at + row] = home;
          visitCounts[at + row] = visit(home, similarities, from);
        });
    return Arrays.copyOf(visits, length);
  }

  private int visit(int home, float[] similarities, int from) {
    if (length + cells > visits.length) {
      visits = Arrays.copyOf(visits, visits.length * 2 + cells);
    }
    int start = length;
    float least = similarities[from + home] - margin;
    for (int c = 0; c < cells; c++) {
      if (similarities[from + c] >= least) {
        visits[length++] = (char) c;
      }
    }
    if (length - start > MAX_VISITS) {
      keepNearest(start, similarities, from);
    }
    return length - start;
  }

  private void keepNearest(int start, float[] similarities, int from) {
    long[] keys = new long[length - start];
    for (int i = 0; i < keys.length; i++) {
      int cell = visits[start + i];
      // Sorts like the negated float; equals by cell.
      int bits = Float.floatToIntBits(similarities[from + cell]);
      long descending = -(long) (bits ^ (bits >> 31 & Integer.MAX_VALUE));
      keys[i] = descending << 16 | cell;
    }
    Arrays.sort(keys);
    for (int i = 0; i < MAX_VISITS; i++) {
      visits[start + i] = (char) (keys[i] & 0xFFFF);
    }
    length = start + MAX_VISITS;
  }
}
