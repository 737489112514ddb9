package dev.icp.internal.neighbours.duplicates;

import dev.icp.internal.base.Apart;
import dev.icp.internal.neighbours.graph.PairedGraph;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Which documents are near duplicates of each other, or of the same third one: two copies that were
 * edited differently are less alike than either and the original. A list that is full of them says
 * nothing about the ones that did not get in; but two near duplicates that miss in each other's
 * lists must both have such a list, and only of those the cosine is computed. So the pairs are
 * never listed, of which a cluster of copies has too many.
 */
public final class NearPairs implements Apart {
  private final NeighbourGraph graph;
  private final float threshold;
  private final @Nullable Vectors vectors;
  private final boolean[] any;

  /**
   * @param graph of two kinds of vectors, its part by words is what counts
   * @param threshold the lowest cosine of near duplicates
   * @param vectors what the graph was made of; null if nothing but the graph is known
   */
  public NearPairs(NeighbourGraph graph, float threshold, @Nullable Vectors vectors) {
    this.graph = PairedGraph.ofCopies(graph);
    this.threshold = threshold;
    this.vectors = vectors == null ? null : PairedVectors.ofCopies(vectors);
    any = new boolean[graph.size()];
    for (int i = 0; i < any.length; i++) {
      for (int r = 0; r < this.graph.degree(i) && this.graph.cosine(i, r) >= threshold; r++) {
        any[i] = true;
        any[this.graph.neighbour(i, r)] = true;
      }
    }
  }

  /** Returns whether a document has near duplicates. */
  @Override
  public boolean any(int document) {
    return any[document];
  }

  /**
   * Returns whether two documents are near duplicates, or have a near duplicate in common; a
   * document is not its own.
   */
  @Override
  public boolean near(int a, int b) {
    if (a == b || !any[a] || !any[b]) {
      return false;
    }
    if (lists(a, b) || lists(b, a) || haveCommon(a, b)) {
      return true;
    }
    return vectors != null && crowded(a) && crowded(b) && vectors.cosine(a, b) >= threshold;
  }

  private boolean haveCommon(int a, int b) {
    for (int r = 0; r < graph.degree(a) && graph.cosine(a, r) >= threshold; r++) {
      for (int s = 0; s < graph.degree(b) && graph.cosine(b, s) >= threshold; s++) {
        if (graph.neighbour(a, r) == graph.neighbour(b, s)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean lists(int document, int other) {
    for (int r = 0; r < graph.degree(document) && graph.cosine(document, r) >= threshold; r++) {
      if (graph.neighbour(document, r) == other) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a document's list is full of near duplicates: there may be more. */
  boolean crowded(int document) {
    int degree = graph.degree(document);
    return degree > 0
        && degree == graph.k()
        && degree < graph.size() - 1
        && graph.cosine(document, degree - 1) >= threshold;
  }
}
