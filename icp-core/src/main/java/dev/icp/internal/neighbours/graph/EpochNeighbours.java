package dev.icp.internal.neighbours.graph;

import dev.icp.spi.NeighbourGraph;
import it.unimi.dsi.fastutil.HashCommon;

/**
 * The neighbours as one epoch sees them: each pair of documents has a drawn number, the same for
 * both, by which its cosine is lowered. So an order that puts together whom it finds nearest puts
 * others together in each epoch; as all of them are near, they are of the same subject.
 *
 * <p>Seen by half of its own cosine at worst, a pair of techdocs' documents that shared a context
 * shares another one in 0.46 of all cases, and contexts are as much about one thing but for 1 in
 * 100 (docs/indexing.md). To leave pairs out instead costs more: with half of them 5 in 100.
 */
public final class EpochNeighbours {
  /** The most that a cosine is lowered by, as a part of it. */
  private static final double MOST = 0.5;

  private EpochNeighbours() {}

  /**
   * Draws.
   *
   * @param seed another one for each epoch
   */
  public static NeighbourGraph of(NeighbourGraph graph, long seed) {
    int k = graph.k();
    NeighbourGraph.Builder drawn = NeighbourGraph.builder(graph.size(), k);
    int[] neighbours = new int[k];
    float[] cosines = new float[k];
    for (int i = 0; i < graph.size(); i++) {
      int degree = graph.degree(i);
      for (int r = 0; r < degree; r++) {
        int other = graph.neighbour(i, r);
        neighbours[r] = other;
        cosines[r] = (float) (graph.cosine(i, r) * (1 - MOST * drawn(seed, i, other)));
      }
      drawn.set(i, neighbours, cosines, degree);
    }
    return drawn.build(graph.recall());
  }

  /** Returns a number in [0, 1) that belongs to a pair. */
  private static double drawn(long seed, int one, int other) {
    long pair = (long) Math.min(one, other) << Integer.SIZE | Math.max(one, other);
    return (HashCommon.mix(HashCommon.mix(seed) ^ HashCommon.mix(pair)) >>> 11) * 0x1p-53;
  }
}
