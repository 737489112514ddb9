package dev.icp.internal.order;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;

/**
 * Finds what is most similar to a piece, beyond its list of neighbours: goes from neighbour to
 * neighbour, always on from the one that is most similar to the piece where the search began, as a
 * search in a graph index does. Not thread-safe.
 */
final class PieceSearch {
  /** How many are looked at for one piece at most. */
  private static final int MOST = 512;

  private final NeighbourGraph graph;
  private final Vectors vectors;
  private final int[] seen;

  // By similarity from the highest down, then by number.
  private final LongHeapPriorityQueue queue = new LongHeapPriorityQueue();
  private int begin;
  private int searches;
  private int looked;

  PieceSearch(NeighbourGraph graph, Vectors vectors) {
    this.graph = graph;
    this.vectors = vectors;
    seen = new int[graph.size()];
  }

  /** Begins a search for what is similar to a piece. */
  void begin(int piece) {
    begin = piece;
    searches++;
    looked = 0;
    queue.clear();
    seen[piece] = searches;
    follow(piece);
  }

  /** Returns the next one; −1 if there is none. */
  int next() {
    if (queue.isEmpty() || looked == MOST) {
      return -1;
    }
    looked++;
    int piece = (int) queue.dequeueLong();
    follow(piece);
    return piece;
  }

  private void follow(int piece) {
    for (int r = 0; r < graph.degree(piece); r++) {
      int other = graph.neighbour(piece, r);
      if (seen[other] != searches) {
        seen[other] = searches;
        float cosine = piece == begin ? graph.cosine(piece, r) : vectors.cosine(begin, other);
        if (cosine > 0) {
          long rank = (long) Integer.MAX_VALUE - Float.floatToIntBits(cosine);
          queue.enqueue(rank << Integer.SIZE | other);
        }
      }
    }
  }
}
