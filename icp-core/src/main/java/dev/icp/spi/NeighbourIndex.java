package dev.icp.spi;

/**
 * Finds each document's nearest neighbours. Can be used again and again.
 *
 * @param <V> the kind of vectors it takes
 */
public interface NeighbourIndex<V extends Vectors> {
  /**
   * Returns, for each vector, (nearly) the {@code k} others of highest cosine. Which vectors are
   * candidates is up to the index: one over sparse vectors leaves out those that share no term.
   *
   * @param k neighbours wanted for each document, 1 or more
   */
  NeighbourGraph neighbours(V vectors, int k, StageContext context);

  /**
   * Returns whether the same vectors, k and seed give the same graph, for any number of threads.
   */
  default boolean deterministic() {
    return true;
  }

  /**
   * Returns a text that differs when the same vectors could get another graph; blank if that cannot
   * be told: a graph is not kept for a later run then.
   */
  String fingerprint();
}
