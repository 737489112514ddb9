package dev.icp.internal.neighbours.graph;

import dev.icp.internal.base.Division;
import dev.icp.spi.NeighbourGraph;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    Joined whole = new Joined(groupOf.length, k);
    @Nullable Joined copies = null;
    for (int[] group : Division.of(groupOf, groups)) {
      if (group.length == 0) {
        continue;
      }
      NeighbourGraph part = search.apply(group);
      if (part instanceof PairedGraph && copies == null) {
        copies = new Joined(groupOf.length, k);
      }
      whole.add(group, part);
      if (copies != null) {
        copies.add(group, PairedGraph.ofCopies(part));
      }
    }
    return copies == null ? whole.build() : new PairedGraph(whole.build(), copies.build());
  }

  /** The graphs of groups in one, which are of the same kind all. */
  private static final class Joined {
    private final NeighbourGraph.Builder whole;
    private final int size;
    private final int[] neighbours;
    private final float[] cosines;
    private double found;

    Joined(int size, int k) {
      this.size = size;
      whole = NeighbourGraph.builder(size, k);
      neighbours = new int[k];
      cosines = new float[k];
    }

    void add(int[] group, NeighbourGraph part) {
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

    NeighbourGraph build() {
      return whole.build(size == 0 ? 1 : found / size);
    }
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
