package dev.icp.internal.neighbours.graph;

import dev.icp.spi.NeighbourGraph;
import java.util.Arrays;

/** The neighbours that some documents have among each other. */
public final class Subgraph {
  private Subgraph() {}

  /**
   * Returns the graph of some documents, numbered 0, 1, … in the order given.
   *
   * @param documents ascending
   */
  public static NeighbourGraph of(NeighbourGraph graph, int[] documents) {
    NeighbourGraph.Builder some = NeighbourGraph.builder(documents.length, graph.k());
    int[] neighbours = new int[graph.k()];
    float[] cosines = new float[graph.k()];
    for (int i = 0; i < documents.length; i++) {
      int count = 0;
      for (int r = 0; r < graph.degree(documents[i]); r++) {
        int place = Arrays.binarySearch(documents, graph.neighbour(documents[i], r));
        if (place >= 0) {
          neighbours[count] = place;
          cosines[count++] = graph.cosine(documents[i], r);
        }
      }
      some.set(i, neighbours, cosines, count);
    }
    return some.build();
  }
}
