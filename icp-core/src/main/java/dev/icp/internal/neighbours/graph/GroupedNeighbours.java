package dev.icp.internal.neighbours.graph;

import dev.icp.internal.base.Division;
import dev.icp.spi.NeighbourGraph;
import java.util.ArrayList;
import java.util.List;
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
    List<int[]> members = new ArrayList<>();
    List<NeighbourGraph> parts = new ArrayList<>();
    for (int[] group : Division.of(groupOf, groups)) {
      if (group.length > 0) {
        members.add(group);
        parts.add(search.apply(group));
      }
    }
    NeighbourGraph whole = joined(members, parts, groupOf.length, k);
    if (parts.stream().noneMatch(PairedGraph.class::isInstance)) {
      return whole;
    }
    List<NeighbourGraph> copies = parts.stream().map(PairedGraph::ofCopies).toList();
    return new PairedGraph(whole, joined(members, copies, groupOf.length, k));
  }

  private static NeighbourGraph joined(
      List<int[]> members, List<NeighbourGraph> parts, int size, int k) {
    NeighbourGraph.Builder whole = NeighbourGraph.builder(size, k);
    double found = 0;
    int[] neighbours = new int[k];
    float[] cosines = new float[k];
    for (int g = 0; g < parts.size(); g++) {
      int[] group = members.get(g);
      NeighbourGraph part = parts.get(g);
      found += part.recall() * group.length;
      for (int i = 0; i < group.length; i++) {
        int count = part.degree(i);
        for (int r = 0; r < count; r++) {
          neighbours[r] = group[part.neighbour(i, r)];
          cosines[r] = part.cosine(i, r);
        }
        whole.set(group[i], neighbours, cosines, count);
      }
    }
    return whole.build(size == 0 ? 1 : found / size);
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
