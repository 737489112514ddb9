package dev.icp.internal.neighbours.dense;

import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.kernel.BlockKernel.Columns;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.DenseVectors;

/** Compares rows with a block of columns and tells both of each other. Belongs to one thread. */
final class BlockJoin {
  private static final int ROWS = 64;

  private final BlockKernel kernel;
  private final DenseVectors vectors;
  private final SharedLists lists;
  private final int dimension;
  private final Columns columns;
  private final int[] columnDocuments;
  private final float[] columnRows;
  private final float[] columnThresholds;
  private final float[] rows;
  private final int[] rowDocuments = new int[ROWS];
  private final float[] scores;
  private final int[] hits;

  BlockJoin(BlockKernel kernel, DenseVectors vectors, SharedLists lists, int capacity) {
    this.kernel = kernel;
    this.vectors = vectors;
    this.lists = lists;
    dimension = vectors.dimension();
    columns = kernel.newColumns(dimension, capacity);
    columnDocuments = new int[capacity];
    columnRows = new float[capacity * dimension];
    columnThresholds = new float[capacity];
    // The kernel takes rows four at a time and may round columns up to what its registers hold.
    rows = new float[ROWS * dimension];
    scores = new float[BlockKernel.ROWS * (capacity + 64)];
    hits = new int[capacity];
  }

  /** Takes consecutive documents as columns. */
  void columns(int first, int count) {
    vectors.read(first, count, columnRows, 0);
    for (int i = 0; i < count; i++) {
      columnDocuments[i] = first + i;
    }
    columns.fill(columnRows, 0, count);
  }

  /** Takes some documents as columns. */
  void columns(int[] documents, int from, int count) {
    for (int i = 0; i < count; i++) {
      columnDocuments[i] = documents[from + i];
      vectors.read(columnDocuments[i], 1, columnRows, i * dimension);
    }
    columns.fill(columnRows, 0, count);
  }

  /** Compares the documents 0 … end − 1 with the columns that come after them. */
  void rowsBefore(int end) {
    rows(0, end, true);
  }

  /** Compares the documents from … to − 1 with all columns. */
  void rows(int from, int to) {
    rows(from, to, false);
  }

  private void rows(int from, int to, boolean laterOnly) {
    for (int first = from; first < to; first += ROWS) {
      int count = Math.min(ROWS, to - first);
      vectors.read(first, count, rows, 0);
      for (int i = 0; i < count; i++) {
        rowDocuments[i] = first + i;
      }
      compare(count, laterOnly);
    }
  }

  /** Compares some documents with all columns. */
  void rows(int[] documents, int from, int count) {
    for (int done = 0; done < count; done += ROWS) {
      int part = Math.min(ROWS, count - done);
      for (int i = 0; i < part; i++) {
        rowDocuments[i] = documents[from + done + i];
        vectors.read(rowDocuments[i], 1, rows, i * dimension);
      }
      compare(part, false);
    }
  }

  private void compare(int count, boolean laterOnly) {
    int width = columns.count();
    lists.thresholds(columnDocuments, 0, width, columnThresholds);
    for (int r = 0; r < count; r += BlockKernel.ROWS) {
      kernel.score(rows, r * dimension, columns, scores);
      for (int i = 0; i < Math.min(BlockKernel.ROWS, count - r); i++) {
        int from = i * columns.stride();
        int row = rowDocuments[r + i];
        int found =
            kernel.select(scores, from, width, lists.threshold(row), columnThresholds, hits);
        for (int h = 0; h < found; h++) {
          int column = columnDocuments[hits[h]];
          if (column > row || (!laterOnly && column < row)) {
            offer(row, column, hits[h], scores[from + hits[h]]);
          }
        }
      }
    }
  }

  private void offer(int row, int column, int place, float score) {
    if (score > lists.threshold(row)) {
      lists.offer(row, column, score);
    }
    if (score > lists.threshold(column)) {
      lists.offer(column, row, score);
    }
    columnThresholds[place] = lists.threshold(column);
  }
}
