package dev.icp.spi;

/**
 * The share of the true nearest neighbours that were found: the one definition by which indexes set
 * themselves up, reports say what was found and measurements compare. Of each document, as many of
 * its list count as it has true neighbours, and only those that are as near as the last true one;
 * which of several equally near documents stands in a list is no matter.
 *
 * <p>Not thread-safe.
 */
public final class Recall {
  /**
   * Cosines that differ by less are taken for equal: sums of some hundred products of floats, made
   * in another order, differ by about 1e-6, and 1e-5 leaves room for thousands.
   */
  public static final float TIE = 1e-5f;

  private long wanted;
  private long found;

  /** Makes one of no documents yet. */
  public Recall() {}

  /**
   * Returns from which cosine on a document counts as a true neighbour.
   *
   * @param lastTrue the lowest cosine of the true neighbours
   */
  public static float least(float lastTrue) {
    return lastTrue - TIE;
  }

  /**
   * Adds a document.
   *
   * @param trueNeighbours how many there are
   * @param near how many documents of its list are at {@link #least} or above
   */
  public void add(int trueNeighbours, int near) {
    wanted += trueNeighbours;
    found += Math.min(near, trueNeighbours);
  }

  /** Returns the share, 0 to 1; 1 if there are no neighbours to find. */
  public double share() {
    return wanted == 0 ? 1 : found / (double) wanted;
  }
}
