package dev.icp.internal.vectors;

import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import java.util.Objects;

/** Some rows of sparse vectors, renumbered. */
public final class SubsetSparseVectors implements SparseVectors {
  private final SparseVectors all;
  private final int[] ordinals;

  /** The rows of {@code all} at {@code ordinals}, which are not copied. */
  public SubsetSparseVectors(SparseVectors all, int[] ordinals) {
    this.all = all;
    this.ordinals = ordinals;
  }

  @Override
  public int size() {
    return ordinals.length;
  }

  @Override
  public int terms() {
    return all.terms();
  }

  @Override
  public void read(int first, int count, SparseRows target) {
    Objects.checkFromIndexSize(first, count, ordinals.length);
    target.clear();
    SparseRows part = new SparseRows();
    for (int i = 0; i < count; ) {
      int run = Runs.length(ordinals, first + i, first + count);
      all.read(ordinals[first + i], run, part);
      for (int r = 0; r < run; r++) {
        target.add(part.terms(), part.weights(), part.start(r), part.start(r + 1) - part.start(r));
      }
      i += run;
    }
  }

  @Override
  public float cosine(int a, int b) {
    return all.cosine(ordinals[a], ordinals[b]);
  }
}
