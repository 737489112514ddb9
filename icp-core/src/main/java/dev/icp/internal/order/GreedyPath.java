package dev.icp.internal.order;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;

/**
 * The paper's algorithm 1 (section 2.2), an approximate maximum travelling-salesman path. The graph
 * is undirected: two documents are joined if either has the other in its list, with the cosine as
 * weight. Start at an unvisited document of minimum degree; go to the unvisited neighbour of
 * highest weight; when there is none, jump to another unvisited document of minimum degree. Equals
 * resolve to the lower number. Degrees are those of the whole graph.
 */
public final class GreedyPath implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    NeighbourGraph graph = problem.graph();
    int n = graph.size();
    IncomingEdges incoming = new IncomingEdges(graph, graph.k());
    int[] starts = byDegree(degrees(problem, incoming));
    boolean[] visited = new boolean[n];
    int[] path = new int[n];
    IntArrayList breaks = new IntArrayList();
    int nextStart = 0;
    int current = -1;
    for (int position = 0; position < n; position++) {
      current = current < 0 ? -1 : nearestUnvisited(graph, incoming, current, visited);
      if (current < 0) {
        while (visited[starts[nextStart]]) {
          nextStart++;
        }
        current = starts[nextStart];
        if (position > 0) {
          breaks.add(position);
        }
      }
      visited[current] = true;
      path[position] = current;
      if ((position & 0xFFF) == 0) {
        problem.context().progress(position, n);
      }
    }
    return DocumentOrder.of(path, breaks.toIntArray());
  }

  private static int nearestUnvisited(
      NeighbourGraph graph, IncomingEdges incoming, int document, boolean[] visited) {
    int best = -1;
    float bestCosine = Float.NEGATIVE_INFINITY;
    for (int r = 0; r < graph.degree(document); r++) {
      if (!visited[graph.neighbour(document, r)]) {
        best = graph.neighbour(document, r);
        bestCosine = graph.cosine(document, r);
        break;
      }
    }
    for (int i = 0; i < incoming.count(document); i++) {
      int other = incoming.source(document, i);
      float cosine = incoming.cosine(document, i);
      if (!visited[other] && (cosine > bestCosine || (cosine == bestCosine && other < best))) {
        best = other;
        bestCosine = cosine;
      }
    }
    return best;
  }

  private static int[] degrees(OrderingProblem problem, IncomingEdges incoming) {
    NeighbourGraph graph = problem.graph();
    int[] degrees = new int[graph.size()];
    int block = 4096;
    problem
        .context()
        .forEach(
            (degrees.length + block - 1) / block,
            b -> {
              for (int i = b * block; i < Math.min(degrees.length, (b + 1) * block); i++) {
                degrees[i] = graph.degree(i);
                for (int e = 0; e < incoming.count(i); e++) {
                  if (!lists(graph, i, incoming.source(i, e))) {
                    degrees[i]++;
                  }
                }
              }
            });
    return degrees;
  }

  private static boolean lists(NeighbourGraph graph, int document, int other) {
    for (int r = 0; r < graph.degree(document); r++) {
      if (graph.neighbour(document, r) == other) {
        return true;
      }
    }
    return false;
  }

  /** Returns the documents by ascending degree, equals by number (a counting sort). */
  private static int[] byDegree(int[] degrees) {
    int max = 0;
    for (int degree : degrees) {
      max = Math.max(max, degree);
    }
    int[] places = new int[max + 2];
    for (int degree : degrees) {
      places[degree + 1]++;
    }
    for (int d = 0; d <= max; d++) {
      places[d + 1] += places[d];
    }
    int[] sorted = new int[degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      sorted[places[degrees[i]]++] = i;
    }
    return sorted;
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return "paper";
  }
}
