package dev.icp;

/** What happens to documents that are nearly copies of others. Immutable. */
public final class NearDuplicates {
  /**
   * By how much the cosine of two equal vectors can fall short of 1 when it is summed in floats.
   */
  private static final float ROUNDING = 1e-5f;

  private static final NearDuplicates KEEP = new NearDuplicates(Double.NaN);

  private final double cosine;

  private NearDuplicates(double cosine) {
    this.cosine = cosine;
  }

  /** Returns the default: all documents stay. */
  public static NearDuplicates keep() {
    return KEEP;
  }

  /**
   * Returns the policy of dropping a document that has, among its neighbours, one of at least this
   * cosine that comes earlier in the corpus and stays. Which threshold is right depends on the
   * embedder. Rounding is forgiven, so that 1 drops copies.
   *
   * @param cosine above 0, at most 1
   * @throws IllegalArgumentException if it is not
   */
  public static NearDuplicates drop(double cosine) {
    if (!(cosine > 0 && cosine <= 1)) {
      throw new IllegalArgumentException(
          "near-duplicate cosine: " + cosine + ", expected above 0 and at most 1");
    }
    return new NearDuplicates(cosine);
  }

  /** Returns whether documents are dropped. */
  public boolean drops() {
    return !Double.isNaN(cosine);
  }

  /** Returns the cosine from which on a document is dropped; NaN if none is. */
  public double cosine() {
    return cosine;
  }

  /** Returns the lowest cosine, as a neighbour graph has it, that counts as a near duplicate. */
  float threshold() {
    return (float) cosine - ROUNDING;
  }

  @Override
  public String toString() {
    return drops() ? "drop:" + cosine : "keep";
  }
}
