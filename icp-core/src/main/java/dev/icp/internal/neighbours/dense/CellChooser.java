package dev.icp.internal.neighbours.dense;

import dev.icp.internal.kernel.Centroids;
import dev.icp.internal.kernel.KMeans;
import java.util.Arrays;

/**
 * Chooses the cells that documents visit: the home, whose centroid is the most similar, and all
 * others that are at most a margin less similar, of those in the areas near by. Belongs to one
 * thread.
 */
public final class CellChooser {
  /** No document visits more, lest a few of them make up most of the work. */
  public static final int MAX_VISITS = 256;

  private final Centroids.Comparer comparer;
  private final float margin;
  private char[] visits = new char[4096];
  private float[] ofVisits = new float[4096];
  private int length;

  /**
   * @param margin how much less similar than the home a visited cell may be
   */
  public CellChooser(Centroids centroids, float margin) {
    this.margin = margin;
    comparer = centroids.comparer();
  }

  /**
   * Chooses for some vectors.
   *
   * @param rows row-major
   * @param homes gets the home of row r at {@code at + r}
   * @param visitCounts gets the number of visited cells of row r at {@code at + r}
   * @return the visited cells, the home among them, row by row and ascending
   */
  public char[] choose(float[] rows, int count, int[] homes, int[] visitCounts, int at) {
    length = 0;
    comparer.compare(
        rows,
        count,
        (row, cells, similarities, near) -> {
          int home = KMeans.highest(similarities, near);
          homes[at + row] = cells[home];
          visitCounts[at + row] = visit(similarities[home], cells, similarities, near);
        });
    return Arrays.copyOf(visits, length);
  }

  private int visit(float highest, int[] cells, float[] similarities, int near) {
    if (length + near > visits.length) {
      visits = Arrays.copyOf(visits, visits.length * 2 + near);
      ofVisits = Arrays.copyOf(ofVisits, visits.length);
    }
    int start = length;
    float least = highest - margin;
    for (int i = 0; i < near; i++) {
      if (similarities[i] >= least) {
        ofVisits[length] = similarities[i];
        visits[length++] = (char) cells[i];
      }
    }
    if (length - start > MAX_VISITS) {
      keepNearest(start);
    }
    Arrays.sort(visits, start, length);
    return length - start;
  }

  private void keepNearest(int start) {
    long[] keys = new long[length - start];
    for (int i = 0; i < keys.length; i++) {
      // Sorts like the negated float; equals by cell.
      int bits = Float.floatToIntBits(ofVisits[start + i]);
      long descending = -(long) (bits ^ (bits >> 31 & Integer.MAX_VALUE));
      keys[i] = descending << 16 | visits[start + i];
    }
    Arrays.sort(keys);
    for (int i = 0; i < MAX_VISITS; i++) {
      visits[start + i] = (char) (keys[i] & 0xFFFF);
    }
    length = start + MAX_VISITS;
  }
}
