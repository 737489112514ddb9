package dev.icp.internal.neighbours.graph;

import dev.icp.internal.base.Division;
import dev.icp.spi.NeighbourGraph;
import java.util.function.Function;

/** Neighbours within groups. */
public final class GroupedNeighbours {
  private GroupedNeighbours() {}

  /**
   * Finds the neighbours of each group by itself.
   *
   * @param groupOf the group of each document
   * @param groups the number of groups there can be
   * @param k most neighbours of a document
   * @param search finds the neighbours among some of the documents, ascending, renumbered
   */
  public static NeighbourGraph of(
      int[] groupOf, int groups, int k, Function<int[], NeighbourGraph> search) {
    NeighbourGraph.Builder whole = NeighbourGraph.builder(groupOf.length, k);
    double found = 0;
    int[] neighbours = new int[k];
    float[] cosines = new float[k];
    for (int[] members : Division.of(groupOf, groups)) {
      if (members.length == 0) {
        continue;
      }
      NeighbourGraph part = search.apply(members);
      found += part.recall() * members.length;
      for (int i = 0; i < members.length; i++) {
        int count = part.degree(i);
        for (int r = 0; r < count; r++) {
          neighbours[r] = members[part.neighbour(i, r)];
          cosines[r] = part.cosine(i, r);
        }
        whole.set(members[i], neighbours, cosines, count);
      }
    }
    return whole.build(groupOf.length == 0 ? 1 : found / groupOf.length);
  }

  /** Returns a graph without neighbours of other groups. */
  public static NeighbourGraph within(NeighbourGraph graph, int[] groupOf) {
    NeighbourGraph.Builder within = NeighbourGraph.builder(graph.size(), graph.k());
    int[] neighbours = new int[graph.k()];
    float[] cosines = new float[graph.k()];
    for (int i = 0; i < graph.size(); i++) {
      int count = 0;
      for (int r = 0; r < graph.degree(i); r++) {
        if (groupOf[graph.neighbour(i, r)] == groupOf[i]) {
          neighbours[count] = graph.neighbour(i, r);
          cosines[count++] = graph.cosine(i, r);
        }
      }
      within.set(i, neighbours, cosines, count);
    }
    return within.build();
  }
}
