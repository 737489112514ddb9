package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.base.Division;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Compares some sparse vectors with all, some at a time, in the very bits of the exact join. */
public final class SparseMeeting {
  /** So many documents are indexed at once: their scores stay in the processor's cache. */
  private static final int COLUMNS = 1 << 12;

  private static final int ROWS = 512;

  private final SparseVectors vectors;
  private final int all;
  private final StageContext context;
  private int done;

  /**
   * @param all how many will be compared, for the progress
   */
  public SparseMeeting(SparseVectors vectors, int all, StageContext context) {
    this.vectors = vectors;
    this.all = all;
    this.context = context;
  }

  /**
   * Compares.
   *
   * @param documents ascending
   * @param both whether the others hear of these documents as well
   */
  public void meet(int[] documents, SharedLists lists, boolean both) {
    int n = vectors.size();
    RowIndex index = new RowIndex();
    SparseRows columns = new SparseRows();
    BitSet met = new BitSet();
    for (int first = 0; first < documents.length; first += COLUMNS) {
      int[] part =
          Arrays.copyOfRange(documents, first, Math.min(documents.length, first + COLUMNS));
      vectors.subset(part).read(0, part.length, columns);
      index.index(columns);
      ConcurrentLinkedQueue<Rows> idle = new ConcurrentLinkedQueue<>();
      context.forEach(
          Division.roundedUp(n, ROWS),
          task -> {
            Rows rows = idle.poll();
            if (rows == null) {
              rows = new Rows(index, part, lists, both, met);
            }
            rows.compare(task * ROWS, Math.min(ROWS, n - task * ROWS));
            idle.add(rows);
          });
      if (both) {
        // Those of later blocks have met them then.
        Arrays.stream(part).forEach(met::set);
      }
      done += part.length;
      context.progress(done, all);
    }
  }

  /** One thread's buffers. */
  private final class Rows {
    private final RowIndex index;
    private final int[] columns;
    private final SharedLists lists;
    private final boolean both;
    private final BitSet met;
    private final SparseRows rows = new SparseRows();
    private final float[] scores;

    Rows(RowIndex index, int[] columns, SharedLists lists, boolean both, BitSet met) {
      this.index = index;
      this.columns = columns;
      this.lists = lists;
      this.both = both;
      this.met = met;
      scores = new float[columns.length];
    }

    void compare(int first, int count) {
      vectors.read(first, count, rows);
      for (int r = 0; r < count; r++) {
        if (met.get(first + r)) {
          continue;
        }
        index.score(rows, r, scores);
        for (int c = 0; c < scores.length; c++) {
          float score = scores[c];
          scores[c] = 0;
          // Those that share no term are no neighbours, even where a list has room.
          if (score > 0 && columns[c] != first + r) {
            offer(
                first + r, columns[c], IdenticalRows.cosine(vectors, first + r, columns[c], score));
          }
        }
      }
    }

    private void offer(int row, int column, float cosine) {
      if (cosine > lists.threshold(column)) {
        lists.offer(column, row, cosine);
      }
      if (both && cosine > lists.threshold(row)) {
        lists.offer(row, column, cosine);
      }
    }
  }
}
