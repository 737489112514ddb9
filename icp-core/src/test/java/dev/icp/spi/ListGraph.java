package dev.icp.spi;

import java.util.Arrays;

/** A graph that can be made wrong: it checks and sorts nothing. */
final class ListGraph implements NeighbourGraph {
  final int[][] neighbours;
  final float[][] cosines;
  private final int k;

  ListGraph(NeighbourGraph graph) {
    k = graph.k();
    neighbours = new int[graph.size()][];
    cosines = new float[graph.size()][];
    for (int i = 0; i < neighbours.length; i++) {
      int ordinal = i;
      neighbours[i] = new int[graph.degree(i)];
      cosines[i] = new float[graph.degree(i)];
      Arrays.setAll(neighbours[i], r -> graph.neighbour(ordinal, r));
      for (int r = 0; r < cosines[i].length; r++) {
        cosines[i][r] = graph.cosine(i, r);
      }
    }
  }

  void removeFirst(int ordinal) {
    neighbours[ordinal] = Arrays.copyOfRange(neighbours[ordinal], 1, degree(ordinal));
    cosines[ordinal] = Arrays.copyOfRange(cosines[ordinal], 1, cosines[ordinal].length);
  }

  void repeatFirst(int ordinal) {
    neighbours[ordinal][1] = neighbours[ordinal][0];
    cosines[ordinal][1] = cosines[ordinal][0];
  }

  /** Swaps two places of a list. */
  void swap(int ordinal, int a, int b) {
    int neighbour = neighbours[ordinal][a];
    neighbours[ordinal][a] = neighbours[ordinal][b];
    neighbours[ordinal][b] = neighbour;
    float cosine = cosines[ordinal][a];
    cosines[ordinal][a] = cosines[ordinal][b];
    cosines[ordinal][b] = cosine;
  }

  @Override
  public int size() {
    return neighbours.length;
  }

  @Override
  public int k() {
    return k;
  }

  @Override
  public int degree(int ordinal) {
    return neighbours[ordinal].length;
  }

  @Override
  public int neighbour(int ordinal, int rank) {
    return neighbours[ordinal][rank];
  }

  @Override
  public float cosine(int ordinal, int rank) {
    return cosines[ordinal][rank];
  }
}
