package dev.icp.internal.neighbours.dense;

import dev.icp.internal.kernel.Centroids;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which cells each document visits: its home, the cell whose centroid is the most similar, and all
 * others that are at most a margin less similar. A document in the middle of its cell visits few
 * others, one between cells visits many.
 */
public final class CellAssignment {
  /** Visits are stored for so many documents together. */
  public static final int BLOCK = 256;

  private final int cells;
  private final int[] memberStarts;
  private final int[] members;
  private final int[] visitorStarts;
  private final int[] visitors;

  /** Chooses the cells of all documents. */
  static CellAssignment of(
      DenseVectors vectors, Centroids centroids, float margin, StageContext context) {
    int n = vectors.size();
    int[] homes = new int[n];
    int blocks = (n + BLOCK - 1) / BLOCK;
    char[][] visits = new char[blocks][];
    int[] visitCounts = new int[n];
    ConcurrentLinkedQueue<CellChooser> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        blocks,
        block -> {
          CellChooser chooser = idle.poll();
          if (chooser == null) {
            chooser = new CellChooser(centroids, margin);
          }
          int first = block * BLOCK;
          int count = Math.min(BLOCK, n - first);
          float[] rows = new float[count * vectors.dimension()];
          vectors.read(first, count, rows, 0);
          visits[block] = chooser.choose(rows, count, homes, visitCounts, first);
          idle.add(chooser);
        });
    return new CellAssignment(centroids.count(), homes, visitCounts, visits);
  }

  /**
   * Takes cells that were chosen before.
   *
   * @param homes by document; −1 where it is none of these cells
   * @param visitCounts by document
   * @param visits the visited cells of each {@value #BLOCK} documents, document by document
   */
  public CellAssignment(int cells, int[] homes, int[] visitCounts, char[][] visits) {
    this.cells = cells;
    int n = homes.length;
    memberStarts = new int[cells + 1];
    visitorStarts = new int[cells + 1];
    int homed = 0;
    for (int home : homes) {
      if (home >= 0) {
        memberStarts[home + 1]++;
        homed++;
      }
    }
    for (char[] block : visits) {
      for (char cell : block) {
        visitorStarts[cell + 1]++;
      }
    }
    for (int c = 0; c < cells; c++) {
      memberStarts[c + 1] += memberStarts[c];
      visitorStarts[c + 1] = Math.addExact(visitorStarts[c + 1], visitorStarts[c]);
    }
    members = new int[homed];
    visitors = new int[visitorStarts[cells]];
    int[] nextMember = memberStarts.clone();
    int[] nextVisitor = visitorStarts.clone();
    for (int block = 0; block < visits.length; block++) {
      int at = 0;
      for (int i = block * BLOCK; i < Math.min(n, (block + 1) * BLOCK); i++) {
        if (homes[i] >= 0) {
          members[nextMember[homes[i]]++] = i;
        }
        for (int v = 0; v < visitCounts[i]; v++) {
          visitors[nextVisitor[visits[block][at++]]++] = i;
        }
      }
    }
  }

  /** Returns the cells, those with the most work first. */
  int[] byWork() {
    long[] keys = new long[cells];
    for (int c = 0; c < cells; c++) {
      long work = (long) memberCount(c) * visitorCount(c);
      keys[c] = -(Math.min(work, Long.MAX_VALUE >> 17) << 16) + c;
    }
    Arrays.sort(keys);
    int[] order = new int[cells];
    for (int c = 0; c < cells; c++) {
      order[c] = (int) (keys[c] & 0xFFFF);
    }
    return order;
  }

  int[] members() {
    return members;
  }

  int memberStart(int cell) {
    return memberStarts[cell];
  }

  int memberCount(int cell) {
    return memberStarts[cell + 1] - memberStarts[cell];
  }

  int[] visitors() {
    return visitors;
  }

  int visitorStart(int cell) {
    return visitorStarts[cell];
  }

  int visitorCount(int cell) {
    return visitorStarts[cell + 1] - visitorStarts[cell];
  }
}
