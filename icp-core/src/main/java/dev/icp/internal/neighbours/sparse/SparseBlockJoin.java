package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import java.util.Arrays;

/**
 * Compares sparse vectors of some documents with those of others, by an inverted index of the one
 * side, and tells both of each other. Belongs to one thread.
 */
final class SparseBlockJoin {
  /** So many documents are indexed at once: their scores stay in the processor's cache. */
  private static final int COLUMNS = 1 << 12;

  private static final int ROWS = 64;

  private final SparseVectors vectors;
  private final SharedLists lists;
  private final RowIndex index = new RowIndex();
  private final SparseRows rows = new SparseRows();
  private final float[] scores = new float[COLUMNS];
  private final float[] thresholds = new float[COLUMNS];

  SparseBlockJoin(SparseVectors vectors, SharedLists lists) {
    this.vectors = vectors;
    this.lists = lists;
  }

  /** Compares all members with all visitors; both in ascending order is fastest. */
  void join(int[] members, int[] visitors) {
    for (int first = 0; first < members.length; first += COLUMNS) {
      int[] columns = Arrays.copyOfRange(members, first, Math.min(members.length, first + COLUMNS));
      vectors.subset(columns).read(0, columns.length, rows);
      index.index(rows);
      for (int c = 0; c < columns.length; c++) {
        thresholds[c] = Math.max(0, lists.threshold(columns[c]));
      }
      SparseVectors visiting = vectors.subset(visitors);
      for (int v = 0; v < visitors.length; v += ROWS) {
        int count = Math.min(ROWS, visitors.length - v);
        visiting.read(v, count, rows);
        for (int r = 0; r < count; r++) {
          index.score(rows, r, scores);
          collect(visitors[v + r], columns);
        }
      }
    }
  }

  private void collect(int visitor, int[] columns) {
    // Those that share no term are no neighbours, even where a list has room.
    float threshold = Math.max(0, lists.threshold(visitor));
    for (int c = 0; c < columns.length; c++) {
      float score = scores[c];
      scores[c] = 0;
      if (score > threshold && columns[c] != visitor) {
        lists.offer(visitor, columns[c], score);
        threshold = Math.max(0, lists.threshold(visitor));
      }
      if (score > thresholds[c] && columns[c] != visitor) {
        lists.offer(columns[c], visitor, score);
        thresholds[c] = Math.max(0, lists.threshold(columns[c]));
      }
    }
  }
}
