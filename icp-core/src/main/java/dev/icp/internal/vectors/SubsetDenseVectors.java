package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;
import java.util.Objects;

/** Some rows of dense vectors, renumbered. */
public final class SubsetDenseVectors implements DenseVectors {
  private final DenseVectors all;
  private final int[] ordinals;

  /** The rows of {@code all} at {@code ordinals}, which are not copied. */
  public SubsetDenseVectors(DenseVectors all, int[] ordinals) {
    this.all = all;
    this.ordinals = ordinals;
  }

  @Override
  public int size() {
    return ordinals.length;
  }

  @Override
  public int dimension() {
    return all.dimension();
  }

  @Override
  public void read(int first, int count, float[] target, int offset) {
    Objects.checkFromIndexSize(first, count, ordinals.length);
    int d = dimension();
    for (int i = 0; i < count; ) {
      int run = Runs.length(ordinals, first + i, first + count);
      all.read(ordinals[first + i], run, target, offset + i * d);
      i += run;
    }
  }

  @Override
  public float cosine(int a, int b) {
    return all.cosine(ordinals[a], ordinals[b]);
  }
}
