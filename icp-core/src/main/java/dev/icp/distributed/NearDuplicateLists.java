package dev.icp.distributed;

import dev.icp.spi.NeighbourGraph;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * The near duplicates in the neighbour lists of a corpus in which most documents have none: four
 * bytes for each document, and eight for each near duplicate. Not thread-safe.
 */
public final class NearDuplicateLists {
  private final int k;
  private final int[] starts;
  private final IntArrayList neighbours = new IntArrayList();
  private final FloatArrayList cosines = new FloatArrayList();
  private int next;

  /**
   * @param documents how many there are, all of which have empty lists
   * @param k neighbours that were asked for, 1 or more; a list of so many near duplicates may be
   *     cut short
   */
  public NearDuplicateLists(int documents, int k) {
    this.k = Math.min(k, Math.max(0, documents - 1));
    starts = new int[documents + 1];
  }

  /**
   * Adds a near duplicate of a document. Documents come ascending, and those of each by the highest
   * cosine.
   *
   * @throws IllegalArgumentException if the document comes after a later one
   */
  public void add(int document, int neighbour, float cosine) {
    if (document < next - 1) {
      throw new IllegalArgumentException("document " + document + " after " + (next - 1));
    }
    while (next <= document) {
      starts[next++] = neighbours.size();
    }
    neighbours.add(neighbour);
    cosines.add(cosine);
  }

  /** Returns the ordinals, ascending, of those whose lists may have been cut short. */
  public int[] full() {
    NeighbourGraph graph = graph();
    IntArrayList full = new IntArrayList();
    for (int i = 0; i < graph.size(); i++) {
      if (k > 0 && k < graph.size() - 1 && graph.degree(i) == k) {
        full.add(i);
      }
    }
    return full.toIntArray();
  }

  /** Returns them as a graph, after which nothing must be added. */
  NeighbourGraph graph() {
    while (next < starts.length) {
      starts[next++] = neighbours.size();
    }
    return new NeighbourGraph() {
      @Override
      public int size() {
        return starts.length - 1;
      }

      @Override
      public int k() {
        return k;
      }

      @Override
      public int degree(int ordinal) {
        return starts[ordinal + 1] - starts[ordinal];
      }

      @Override
      public int neighbour(int ordinal, int rank) {
        return neighbours.getInt(starts[ordinal] + rank);
      }

      @Override
      public float cosine(int ordinal, int rank) {
        return cosines.getFloat(starts[ordinal] + rank);
      }
    };
  }
}
