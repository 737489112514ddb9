package dev.icp.internal.order;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What the code released with the paper does, which is not the paper's algorithm 1: see {@link
 * dev.icp.ContextOrderers#referenceCode}.
 */
public final class ReferenceCode implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private static final int NEIGHBOURS = 9;
  private static final int CHAIN = 21;

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    Chains chains = new Chains(problem.graph());
    chains.walk(problem);
    chains.dissolveShort();
    return chains.order();
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return "reference";
  }

  /** Chains as doubly linked lists, numbered as they were begun. */
  private static final class Chains {
    private static final int NONE = -1;

    private final NeighbourGraph graph;
    private final int[] chain;
    private final int[] before;
    private final int[] after;
    private final IntArrayList heads = new IntArrayList();
    private final IntArrayList sizes = new IntArrayList();

    Chains(NeighbourGraph graph) {
      this.graph = graph;
      chain = new int[graph.size()];
      before = new int[graph.size()];
      after = new int[graph.size()];
      Arrays.fill(chain, NONE);
    }

    void walk(OrderingProblem problem) {
      int current = NONE;
      int nextStart = 0;
      for (int visited = 0; visited < chain.length; visited++) {
        int next = current == NONE ? NONE : nearestUnvisited(current);
        if (next == NONE) {
          while (chain[nextStart] != NONE) {
            nextStart++;
          }
          next = nextStart;
          current = NONE;
          heads.add(next);
          sizes.add(0);
        } else {
          after[current] = next;
        }
        int number = heads.size() - 1;
        chain[next] = number;
        before[next] = current;
        after[next] = NONE;
        sizes.set(number, sizes.getInt(number) + 1);
        current = sizes.getInt(number) == CHAIN ? NONE : next;
        if ((visited & 0xFFF) == 0) {
          problem.context().progress(visited, chain.length);
        }
      }
    }

    private int nearestUnvisited(int document) {
      for (int r = 0; r < Math.min(NEIGHBOURS, graph.degree(document)); r++) {
        if (chain[graph.neighbour(document, r)] == NONE) {
          return graph.neighbour(document, r);
        }
      }
      return NONE;
    }

    void dissolveShort() {
      for (int number = 0; number < heads.size(); number++) {
        if (sizes.getInt(number) < CHAIN) {
          for (int document = heads.getInt(number); document != NONE; ) {
            int next = after[document];
            int target = nearestOfAnotherChain(document);
            if (target != NONE) {
              unlink(document);
              insertBefore(target, document);
            }
            document = next;
          }
        }
      }
    }

    private int nearestOfAnotherChain(int document) {
      for (int r = 0; r < Math.min(NEIGHBOURS, graph.degree(document)); r++) {
        if (chain[graph.neighbour(document, r)] != chain[document]) {
          return graph.neighbour(document, r);
        }
      }
      return NONE;
    }

    private void unlink(int document) {
      int number = chain[document];
      if (before[document] == NONE) {
        heads.set(number, after[document]);
      } else {
        after[before[document]] = after[document];
      }
      if (after[document] != NONE) {
        before[after[document]] = before[document];
      }
      sizes.set(number, sizes.getInt(number) - 1);
    }

    private void insertBefore(int target, int document) {
      int number = chain[target];
      chain[document] = number;
      before[document] = before[target];
      after[document] = target;
      if (before[target] == NONE) {
        heads.set(number, document);
      } else {
        after[before[target]] = document;
      }
      before[target] = document;
      sizes.set(number, sizes.getInt(number) + 1);
    }

    DocumentOrder order() {
      int[] order = new int[chain.length];
      IntArrayList breaks = new IntArrayList();
      int end = 0;
      for (int head : heads) {
        if (head != NONE && end > 0) {
          breaks.add(end);
        }
        for (int document = head; document != NONE; document = after[document]) {
          order[end++] = document;
        }
      }
      return DocumentOrder.of(order, breaks.toIntArray());
    }
  }
}
