package dev.icp.internal.neighbours.sparse;

import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import java.util.Arrays;

/**
 * The inverted index of up to {@value #MAX_SIZE} consecutive documents; reused for block after
 * block.
 */
public final class PostingBlock {
  static final int MAX_SIZE = 1 << 16;
  private static final int ROWS = 1024;

  private final int capacity;
  private final int[] starts;
  private char[] places = new char[0];
  private float[] weights = new float[0];
  private int first;
  private int size;

  /** Room for {@code capacity} documents, whose terms are in [0, terms). */
  public PostingBlock(int terms, int capacity) {
    this.capacity = capacity;
    starts = new int[terms + 2];
  }

  /** Indexes documents {@code first} to {@code first + size - 1} in place of what was here. */
  public void index(SparseVectors vectors, int first, int size) {
    this.first = first;
    this.size = size;
    Arrays.fill(starts, 0);
    SparseRows rows = new SparseRows();
    int postings = 0;
    for (int row = 0; row < size; row += ROWS) {
      vectors.read(first + row, Math.min(ROWS, size - row), rows);
      int entries = rows.start(rows.rows());
      for (int i = 0; i < entries; i++) {
        starts[rows.terms()[i] + 2]++;
      }
      postings = Math.addExact(postings, entries);
    }
    if (postings > places.length) {
      places = new char[postings];
      weights = new float[postings];
    }
    for (int t = 2; t < starts.length; t++) {
      starts[t] += starts[t - 1];
    }
    // starts[t + 1] is where term t is filled next; when all are in, it is where term t + 1 starts.
    for (int row = 0; row < size; row += ROWS) {
      vectors.read(first + row, Math.min(ROWS, size - row), rows);
      for (int r = 0; r < rows.rows(); r++) {
        for (int i = rows.start(r); i < rows.start(r + 1); i++) {
          int p = starts[rows.terms()[i] + 1]++;
          places[p] = (char) (row + r);
          weights[p] = rows.weights()[i];
        }
      }
    }
  }

  /** Returns the first document of the block. */
  int first() {
    return first;
  }

  /** Returns the number of documents in the block. */
  int size() {
    return size;
  }

  /** Returns the most documents that a block holds. */
  int capacity() {
    return capacity;
  }

  /** Returns where a term's postings start; they end where the next term's start. */
  int start(int term) {
    return starts[term];
  }

  /** Returns the place within the block of a posting's document. */
  int place(int posting) {
    return places[posting];
  }

  /**
   * Adds a row's dot product with each document to {@code scores}; returns the postings visited.
   */
  public long score(SparseRows rows, int row, float[] scores) {
    int[] terms = rows.terms();
    float[] rowWeights = rows.weights();
    long visited = 0;
    for (int i = rows.start(row); i < rows.start(row + 1); i++) {
      int from = starts[terms[i]];
      int to = starts[terms[i] + 1];
      float weight = rowWeights[i];
      for (int p = from; p < to; p++) {
        scores[places[p]] += weight * weights[p];
      }
      visited += to - from;
    }
    return visited;
  }
}
