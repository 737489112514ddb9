package dev.icp.internal.order;

import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;

/** Documents in groups that stay together, with related groups side by side. */
final class Groups {
  /** To how many others a group is related at most. */
  private static final int RELATED = 20;

  private Groups() {}

  /**
   * Returns the order of groups, a break before each but the first.
   *
   * @param groups the documents' groups
   * @param members the groups' documents, as they stand in them
   */
  static DocumentOrder order(OrderingProblem problem, int[] groups, List<IntArrayList> members) {
    int[] order = new int[groups.length];
    IntArrayList breaks = new IntArrayList();
    int end = 0;
    for (int group : sequence(problem, groups, members)) {
      if (end > 0) {
        breaks.add(end);
      }
      IntArrayList documents = members.get(group);
      documents.getElements(0, order, end, documents.size());
      end += documents.size();
    }
    return DocumentOrder.of(order, breaks.toIntArray());
  }

  /** Returns the groups with related ones side by side: in the cohesive order of the groups. */
  static int[] sequence(OrderingProblem problem, int[] groups, List<IntArrayList> members) {
    int count = members.size();
    int[] tokens = new int[count];
    for (int i = 0; i < groups.length; i++) {
      long more = (long) tokens[groups[i]] + problem.tokens(i) + problem.separatorTokens();
      tokens[groups[i]] = (int) Math.min(Integer.MAX_VALUE, more);
    }
    return new CohesiveOrder()
        .order(
            new OrderingProblem(
                graph(problem.graph(), groups, members),
                tokens,
                problem.contextLength(),
                0,
                problem.boundary(),
                problem.context()))
        .documents();
  }

  /** The mean cosine over the pairs of two groups, those without an edge counting as 0. */
  private static NeighbourGraph graph(
      NeighbourGraph graph, int[] groups, List<IntArrayList> members) {
    Int2DoubleOpenHashMap[] sums = new Int2DoubleOpenHashMap[members.size()];
    Arrays.setAll(sums, g -> new Int2DoubleOpenHashMap());
    for (int i = 0; i < groups.length; i++) {
      for (int r = 0; r < graph.degree(i); r++) {
        int other = groups[graph.neighbour(i, r)];
        if (other != groups[i] && graph.cosine(i, r) > 0) {
          // Half of it each way: a pair in both lists counts once.
          sums[groups[i]].addTo(other, graph.cosine(i, r) / 2);
          sums[other].addTo(groups[i], graph.cosine(i, r) / 2);
        }
      }
    }
    NeighbourGraph.Builder related = NeighbourGraph.builder(sums.length, RELATED);
    for (int g = 0; g < sums.length; g++) {
      int[] others = sums[g].keySet().toIntArray();
      double[] means = new double[others.length];
      Integer[] places = new Integer[others.length];
      for (int p = 0; p < others.length; p++) {
        double pairs = (double) members.get(g).size() * members.get(others[p]).size();
        means[p] = Math.min(1, sums[g].get(others[p]) / pairs);
        places[p] = p;
      }
      Arrays.sort(
          places,
          (a, b) ->
              means[a] != means[b]
                  ? Double.compare(means[b], means[a])
                  : Integer.compare(others[a], others[b]));
      int kept = Math.min(RELATED, places.length);
      int[] neighbours = new int[kept];
      float[] cosines = new float[kept];
      for (int p = 0; p < kept; p++) {
        neighbours[p] = others[places[p]];
        cosines[p] = (float) means[places[p]];
      }
      related.set(g, neighbours, cosines, kept);
    }
    return related.build();
  }
}
