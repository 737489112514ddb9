package dev.icp.internal.neighbours;

import dev.icp.internal.kernel.Centroids;
import dev.icp.internal.kernel.KMeans;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which cells each document visits: its home, the cell whose centroid is the most similar, and all
 * others that are at most a margin less similar. A document in the middle of its cell visits few
 * others, one between cells visits many.
 */
final class CellAssignment {
  /** No document visits more, lest a few of them make up most of the work. */
  static final int MAX_VISITS = 256;

  private static final int BLOCK = 256;

  private final int cells;
  private final int[] homes;
  private final int[] memberStarts;
  private final int[] members;
  private final int[] visitorStarts;
  private final int[] visitors;

  CellAssignment(DenseVectors vectors, Centroids centroids, float margin, StageContext context) {
    int n = vectors.size();
    cells = centroids.count();
    homes = new int[n];
    int blocks = (n + BLOCK - 1) / BLOCK;
    char[][] visits = new char[blocks][];
    int[] visitCounts = new int[n];
    ConcurrentLinkedQueue<Assigner> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        blocks,
        block -> {
          Assigner assigner = idle.poll();
          if (assigner == null) {
            assigner = new Assigner(vectors, centroids, margin);
          }
          int first = block * BLOCK;
          visits[block] = assigner.assign(first, Math.min(BLOCK, n - first), homes, visitCounts);
          idle.add(assigner);
        });
    memberStarts = new int[cells + 1];
    visitorStarts = new int[cells + 1];
    for (int home : homes) {
      memberStarts[home + 1]++;
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
    members = new int[n];
    visitors = new int[visitorStarts[cells]];
    int[] nextMember = memberStarts.clone();
    int[] nextVisitor = visitorStarts.clone();
    for (int block = 0; block < blocks; block++) {
      int at = 0;
      for (int i = block * BLOCK; i < Math.min(n, (block + 1) * BLOCK); i++) {
        members[nextMember[homes[i]]++] = i;
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

  /** One thread's buffers. */
  private static final class Assigner {
    private final DenseVectors vectors;
    private final Centroids.Comparer comparer;
    private final float margin;
    private final int cells;
    private final float[] rows;
    private char[] visits = new char[BLOCK * 16];
    private int length;

    Assigner(DenseVectors vectors, Centroids centroids, float margin) {
      this.vectors = vectors;
      this.margin = margin;
      comparer = centroids.comparer();
      cells = centroids.count();
      rows = new float[BLOCK * vectors.dimension()];
    }

    char[] assign(int first, int count, int[] homes, int[] visitCounts) {
      vectors.read(first, count, rows, 0);
      length = 0;
      comparer.compare(
          rows,
          count,
          (row, similarities, from) -> {
            int home = KMeans.highest(similarities, from, cells);
            homes[first + row] = home;
            visitCounts[first + row] = visit(home, similarities, from);
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
}
