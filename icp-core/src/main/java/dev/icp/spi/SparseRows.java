package dev.icp.spi;

import java.util.Arrays;

/**
 * A block of sparse vectors, one after the other: row r holds {@code terms[start(r)]} to {@code
 * terms[start(r + 1) - 1]}, ascending, and the weights at the same places. A buffer to be filled
 * again and again; not thread-safe.
 */
public final class SparseRows {
  private int[] starts = new int[16];
  private int[] terms = new int[256];
  private float[] weights = new float[256];
  private int rows;

  /** Makes one without rows. */
  public SparseRows() {}

  /** Makes it empty: no rows. */
  public void clear() {
    rows = 0;
  }

  /**
   * Adds a row.
   *
   * @param rowTerms ascending term ids, from {@code from} on
   * @param rowWeights their weights, from {@code from} on
   */
  public void add(int[] rowTerms, float[] rowWeights, int from, int count) {
    int start = starts[rows];
    reserve(rows + 1, start + count);
    System.arraycopy(rowTerms, from, terms, start, count);
    System.arraycopy(rowWeights, from, weights, start, count);
    starts[++rows] = start + count;
  }

  private void reserve(int moreRows, int entries) {
    if (moreRows >= starts.length) {
      starts = Arrays.copyOf(starts, Math.max(moreRows + 1, starts.length * 2));
    }
    if (entries > terms.length) {
      int size = Math.max(entries, terms.length * 2);
      terms = Arrays.copyOf(terms, size);
      weights = Arrays.copyOf(weights, size);
    }
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns where row {@code r} starts in the arrays; {@code start(rows())} is the end of all. */
  public int start(int r) {
    return starts[r];
  }

  /** Returns the term ids: the buffer itself, valid until the next change. */
  public int[] terms() {
    return terms;
  }

  /** Returns the weights: the buffer itself, valid until the next change. */
  public float[] weights() {
    return weights;
  }

  /** Returns the dot product of row {@code r} and row {@code s} of {@code other}, at most 1. */
  public float dot(int r, SparseRows other, int s) {
    float sum = 0;
    int i = starts[r];
    int j = other.starts[s];
    while (i < starts[r + 1] && j < other.starts[s + 1]) {
      int t = terms[i];
      int u = other.terms[j];
      if (t == u) {
        sum += weights[i++] * other.weights[j++];
      } else if (t < u) {
        i++;
      } else {
        j++;
      }
    }
    return Math.min(sum, 1);
  }
}
