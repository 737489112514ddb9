package dev.icp.internal.neighbours.graph;

import dev.icp.spi.NeighbourGraph;
import java.util.Arrays;

/**
 * Checks graphs that others implement: a neighbour that there is not would end a run far from where
 * it came from, and one twice or a NaN would make a wrong order without a word.
 */
public final class SuppliedGraph {
  private static final float ROUNDING = 0.01f;

  private SuppliedGraph() {}

  /**
   * Reads all lists once, unless they were checked when they were made.
   *
   * @throws IllegalArgumentException naming the document if its list is longer than k, has the
   *     document itself, one that there is not or one twice, or if its cosines do not descend or
   *     are none
   */
  public static void check(NeighbourGraph graph) {
    if (graph instanceof ArrayNeighbourGraph) {
      return;
    }
    for (int i = 0; i < graph.size(); i++) {
      int degree = graph.degree(i);
      if (degree < 0 || degree > graph.k()) {
        throw refused(i, degree + " neighbours, expected 0 to " + graph.k());
      }
      checkNeighbours(graph, i, degree);
      checkCosines(graph, i, degree);
    }
  }

  private static void checkNeighbours(NeighbourGraph graph, int document, int degree) {
    int[] neighbours = new int[degree];
    Arrays.setAll(neighbours, r -> graph.neighbour(document, r));
    Arrays.sort(neighbours);
    for (int r = 0; r < degree; r++) {
      int neighbour = neighbours[r];
      if (neighbour < 0 || neighbour >= graph.size() || neighbour == document) {
        throw refused(document, "neighbour " + neighbour + ", expected another of " + graph.size());
      }
      if (r > 0 && neighbour == neighbours[r - 1]) {
        throw refused(document, "neighbour " + neighbour + " twice");
      }
    }
  }

  private static void checkCosines(NeighbourGraph graph, int document, int degree) {
    float before = Float.POSITIVE_INFINITY;
    for (int r = 0; r < degree; r++) {
      float cosine = graph.cosine(document, r);
      // Neither holds of a NaN.
      if (!(cosine <= before)) {
        throw refused(
            document, "cosine " + cosine + (r == 0 ? "" : " after " + before) + " at rank " + r);
      }
      if (!isCosine(cosine)) {
        throw refused(document, "cosine " + cosine + " at rank " + r + ", expected -1 to 1");
      }
      before = cosine;
    }
  }

  /** Returns whether a number can be a cosine, of vectors as short as half floats make them. */
  static boolean isCosine(float number) {
    return Math.abs(number) <= 1 + ROUNDING;
  }

  private static IllegalArgumentException refused(int document, String problem) {
    return new IllegalArgumentException("graph: document " + document + ": " + problem);
  }
}
