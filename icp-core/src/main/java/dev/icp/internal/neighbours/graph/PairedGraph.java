package dev.icp.internal.neighbours.graph;

import dev.icp.spi.NeighbourGraph;

/**
 * Neighbours by words and meaning, and beside them those by words alone, by which near duplicates
 * are told.
 *
 * @param words of the same documents, with as many neighbours or fewer
 */
public record PairedGraph(NeighbourGraph both, NeighbourGraph words) implements NeighbourGraph {
  /** Returns the graph that says what near duplicates are: a part of this one, or all of it. */
  public static NeighbourGraph ofCopies(NeighbourGraph graph) {
    return graph instanceof PairedGraph paired ? paired.words : graph;
  }

  @Override
  public int size() {
    return both.size();
  }

  @Override
  public int k() {
    return both.k();
  }

  @Override
  public int degree(int ordinal) {
    return both.degree(ordinal);
  }

  @Override
  public int neighbour(int ordinal, int rank) {
    return both.neighbour(ordinal, rank);
  }

  @Override
  public float cosine(int ordinal, int rank) {
    return both.cosine(ordinal, rank);
  }

  @Override
  public double recall() {
    return both.recall();
  }
}
