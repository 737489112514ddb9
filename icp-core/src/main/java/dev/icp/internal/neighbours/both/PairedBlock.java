package dev.icp.internal.neighbours.both;

import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.neighbours.sparse.RowIndex;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseRows;

/**
 * Some documents, at most {@value #COLUMNS}, with which others are compared by both cosines. Filled
 * by one thread; then any number of threads compare, each with a {@link Rows} of its own.
 */
final class PairedBlock {
  /** What scores and columns take stays in the processor's cache. */
  static final int COLUMNS = 512;

  private static final int ROWS = 64;

  private final BlockKernel kernel;
  private final PairedVectors vectors;
  private final int dimension;
  private final BlockKernel.Columns columns;
  private final RowIndex index = new RowIndex();
  private int[] documents = new int[0];

  PairedBlock(BlockKernel kernel, PairedVectors vectors) {
    this.kernel = kernel;
    this.vectors = vectors;
    dimension = vectors.meaning().dimension();
    columns = kernel.newColumns(dimension, COLUMNS);
  }

  /** Takes documents, in place of what was here. */
  void fill(int[] some) {
    documents = some;
    float[] values = new float[some.length * dimension];
    for (int i = 0; i < some.length; i++) {
      vectors.meaning().read(some[i], 1, values, i * dimension);
    }
    columns.fill(values, 0, some.length);
    SparseRows rows = new SparseRows();
    vectors.words().subset(some).read(0, some.length, rows);
    index.index(rows);
  }

  /** Hears of a pair. */
  interface Listener {
    void compared(int row, int column, float score);
  }

  /** Returns buffers for one thread. */
  Rows rows() {
    return new Rows();
  }

  /** One thread's buffers. */
  final class Rows {
    private final SparseRows words = new SparseRows();
    private final float[] meaning = new float[ROWS * dimension];
    private final float[] ofWords = new float[COLUMNS];
    // The kernel may round columns up to what its registers hold.
    private final float[] ofMeaning = new float[BlockKernel.ROWS * (COLUMNS + 64)];

    /** Compares the documents from … to − 1 with all that were taken. */
    void compare(int from, int to, Listener listener) {
      for (int first = from; first < to; first += ROWS) {
        int count = Math.min(ROWS, to - first);
        vectors.meaning().read(first, count, meaning, 0);
        vectors.words().read(first, count, words);
        for (int r = 0; r < count; r++) {
          if (r % BlockKernel.ROWS == 0) {
            kernel.score(meaning, r * dimension, columns, ofMeaning);
          }
          index.score(words, r, ofWords);
          int offset = r % BlockKernel.ROWS * columns.stride();
          for (int c = 0; c < documents.length; c++) {
            float score = vectors.sum(Math.min(1, ofWords[c]), ofMeaning[offset + c]);
            ofWords[c] = 0;
            listener.compared(first + r, documents[c], score);
          }
        }
      }
    }
  }
}
