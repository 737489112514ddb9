package dev.icp.internal.order;

import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import java.util.Arrays;

/**
 * Clusters of documents and how strongly they are linked. The link between two clusters is the sum
 * of the cosines on the graph's edges between them; divided by the product of their sizes it is
 * their similarity, the mean over all pairs with absent edges as 0 (average linkage). Links are
 * whole numbers, so that sums do not depend on their order; they stop at {@link Integer#MAX_VALUE}.
 *
 * <p>A cluster is named by its lowest document. Each has one array of neighbours and links in turn;
 * neighbours are named as they were when the array was made, and {@link #compact} brings it up to
 * date.
 */
final class Linkage {
  /** What a cosine of 1 counts. */
  static final int ONE = 1 << 14;

  private static final int BLOCK = 2048;
  private static final int[] NONE = {};

  private final int[] representatives;
  private final int[] sizes;
  private final int[][] links;

  /**
   * Each document a cluster, linked to those in whose list it is among the first or they in its.
   */
  Linkage(NeighbourGraph graph, int edgesPerDocument, StageContext context) {
    int n = graph.size();
    representatives = new int[n];
    sizes = new int[n];
    links = new int[n][];
    IncomingEdges incoming = new IncomingEdges(graph, edgesPerDocument);
    context.forEach(
        (n + BLOCK - 1) / BLOCK,
        block -> {
          int[] buffer = new int[256];
          for (int i = block * BLOCK; i < Math.min(n, (block + 1) * BLOCK); i++) {
            representatives[i] = i;
            sizes[i] = 1;
            int degree = Math.min(graph.degree(i), edgesPerDocument);
            int room = 2 * (degree + incoming.count(i));
            buffer = room > buffer.length ? new int[room * 2] : buffer;
            links[i] = linksOf(graph, incoming, i, degree, buffer);
          }
        });
  }

  private static int[] linksOf(
      NeighbourGraph graph, IncomingEdges incoming, int document, int degree, int[] buffer) {
    int length = 0;
    for (int r = 0; r < degree; r++) {
      buffer[length++] = graph.neighbour(document, r);
      buffer[length++] = whole(graph.cosine(document, r));
    }
    int outgoing = length;
    for (int e = 0; e < incoming.count(document); e++) {
      int other = incoming.source(document, e);
      int link = whole(incoming.cosine(document, e));
      int at = 0;
      while (at < outgoing && buffer[at] != other) {
        at += 2;
      }
      if (at < outgoing) {
        // An approximate index may not give both directions the same cosine.
        buffer[at + 1] = Math.max(buffer[at + 1], link);
      } else {
        buffer[length++] = other;
        buffer[length++] = link;
      }
    }
    int kept = 0;
    for (int i = 0; i < length; i += 2) {
      if (buffer[i + 1] > 0) {
        buffer[kept] = buffer[i];
        buffer[kept + 1] = buffer[i + 1];
        kept += 2;
      }
    }
    return Arrays.copyOf(buffer, kept);
  }

  private static int whole(float cosine) {
    return Math.round(cosine * ONE);
  }

  /** Returns the number of documents. */
  int documents() {
    return sizes.length;
  }

  /** Returns the cluster that a document, or what was a cluster, is in now. */
  int cluster(int member) {
    int root = member;
    while (representatives[root] != root) {
      root = representatives[root];
    }
    // Threads may shorten the same way at once; whatever they write leads to the same root.
    while (representatives[member] != root) {
      int next = representatives[member];
      representatives[member] = root;
      member = next;
    }
    return root;
  }

  /** Returns the number of documents in a cluster. */
  int size(int cluster) {
    return sizes[cluster];
  }

  /** Returns a cluster's neighbours and links in turn; up to date after {@link #compact}. */
  int[] links(int cluster) {
    return links[cluster];
  }

  /**
   * Says that {@code other} is part of {@code cluster} from now on; its links are still missing.
   */
  void join(int cluster, int other) {
    representatives[other] = cluster;
    sizes[cluster] += sizes[other];
  }

  /** Gives a cluster the links of some that have joined it, in place of its own. */
  void takeLinks(int cluster, int[] members, int from, int to, Scratch scratch) {
    scratch.begin();
    for (int m = from; m < to; m++) {
      gather(cluster, links[members[m]], scratch);
      links[members[m]] = NONE;
    }
    links[cluster] = scratch.end();
  }

  /** Brings a cluster's links up to date. */
  void compact(int cluster, Scratch scratch) {
    scratch.begin();
    gather(cluster, links[cluster], scratch);
    links[cluster] = scratch.end();
  }

  private void gather(int cluster, int[] old, Scratch scratch) {
    for (int i = 0; i < old.length; i += 2) {
      int neighbour = cluster(old[i]);
      if (neighbour != cluster) {
        scratch.add(neighbour, old[i + 1]);
      }
    }
  }

  /**
   * Returns the most similar neighbour of a cluster whose links are up to date; −1 if it has none.
   * Equal similarities resolve to the pair with the lower names, so all clusters agree on which of
   * all pairs is the best.
   */
  int best(int cluster) {
    int[] list = links[cluster];
    int best = -1;
    long bestLink = 0;
    long bestSize = 1;
    for (int i = 0; i < list.length; i += 2) {
      int neighbour = list[i];
      long difference = list[i + 1] * bestSize - bestLink * sizes[neighbour];
      if (difference > 0 || (difference == 0 && lower(cluster, neighbour, best))) {
        best = neighbour;
        bestLink = list[i + 1];
        bestSize = sizes[neighbour];
      }
    }
    return best;
  }

  private static boolean lower(int cluster, int a, int b) {
    int lowA = Math.min(cluster, a);
    int lowB = Math.min(cluster, b);
    return lowA != lowB ? lowA < lowB : Math.max(cluster, a) < Math.max(cluster, b);
  }

  /** Returns the link between two clusters, the first of which has up-to-date links. */
  int link(int cluster, int neighbour) {
    int[] list = links[cluster];
    for (int i = 0; i < list.length; i += 2) {
      if (list[i] == neighbour) {
        return list[i + 1];
      }
    }
    return 0;
  }

  /** One thread's table for adding up links. */
  static final class Scratch {
    private final int[] places;
    private int[] list = new int[512];
    private int length;

    Scratch(int documents) {
      places = new int[documents];
    }

    void begin() {
      length = 0;
    }

    void add(int neighbour, int link) {
      int place = places[neighbour];
      if (place > 0) {
        list[place] = (int) Math.min(Integer.MAX_VALUE, (long) list[place] + link);
        return;
      }
      if (length == list.length) {
        list = Arrays.copyOf(list, length * 2);
      }
      list[length] = neighbour;
      list[length + 1] = link;
      places[neighbour] = length + 1;
      length += 2;
    }

    int[] end() {
      for (int i = 0; i < length; i += 2) {
        places[list[i]] = 0;
      }
      return Arrays.copyOf(list, length);
    }
  }
}
