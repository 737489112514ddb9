package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.Serializable;
import java.util.Locale;
import java.util.SplittableRandom;

/** Contexts as trees of retrieved documents: see {@link dev.icp.ContextOrderers#splice(int)}. */
public final class SpliceOrder implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  /** In which order the documents that were found for a context stand in it. */
  public enum Arrangement {
    /** As they were found. */
    IDENTITY,
    /** The other way round. */
    REVERSE,
    /** At random. */
    SHUFFLE
  }

  private final int breadth;
  private final Arrangement arrangement;

  /**
   * Trees in which each document has up to {@code breadth} that were found for it.
   *
   * @throws IllegalArgumentException if breadth is not positive
   */
  public SpliceOrder(int breadth, Arrangement arrangement) {
    if (breadth < 1) {
      throw new IllegalArgumentException("breadth: " + breadth + ", expected 1 or more");
    }
    this.breadth = breadth;
    this.arrangement = arrangement;
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    return new Run(problem).order();
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    String name = "splice:" + breadth;
    return arrangement == Arrangement.IDENTITY
        ? name
        : name + ":" + arrangement.name().toLowerCase(Locale.ROOT);
  }

  private final class Run {
    private final OrderingProblem problem;
    private final NeighbourGraph graph;
    private final int[] draws;
    private final boolean[] used;
    private final SplittableRandom random;
    private final IntArrayList order;
    private final IntArrayList breaks = new IntArrayList();

    // Of the context that is being made.
    private final IntArrayList found = new IntArrayList();
    private final IntArrayFIFOQueue queue = new IntArrayFIFOQueue();
    private long filled;
    private int drawn;

    Run(OrderingProblem problem) {
      this.problem = problem;
      graph = problem.graph();
      int n = problem.size();
      draws = Shuffle.permutation(n, problem.context().seed(), "splice");
      random = Shuffle.random(problem.context().seed(), "order within contexts");
      used = new boolean[n];
      order = new IntArrayList(n);
      filled = problem.filled();
    }

    DocumentOrder order() {
      while (order.size() < used.length) {
        findContext();
        addContext();
        problem.context().progress(order.size(), used.length);
      }
      return DocumentOrder.of(order.toIntArray(), breaks.toIntArray());
    }

    private void findContext() {
      found.clear();
      queue.clear();
      while (filled < problem.contextLength() && order.size() + found.size() < used.length) {
        if (queue.isEmpty()) {
          takeRoot();
        } else {
          takeNearest(queue.dequeueInt());
        }
      }
      filled %= problem.contextLength();
    }

    private void takeRoot() {
      while (used[draws[drawn]]) {
        drawn++;
      }
      int place = order.size() + found.size();
      boolean first = found.isEmpty();
      if (place > 0 && (first || arrangement == Arrangement.IDENTITY)) {
        breaks.add(place);
      }
      take(draws[drawn]);
    }

    private void takeNearest(int document) {
      int taken = 0;
      for (int r = 0;
          r < graph.degree(document) && taken < breadth && filled < problem.contextLength();
          r++) {
        if (!used[graph.neighbour(document, r)]) {
          take(graph.neighbour(document, r));
          taken++;
        }
      }
    }

    private void take(int document) {
      used[document] = true;
      found.add(document);
      queue.enqueue(document);
      filled += (long) problem.tokens(document) + problem.separatorTokens();
    }

    private void addContext() {
      switch (arrangement) {
        case IDENTITY -> {}
        case REVERSE -> IntArrays.reverse(found.elements(), 0, found.size());
        case SHUFFLE -> {
          for (int i = found.size() - 1; i > 0; i--) {
            IntArrays.swap(found.elements(), i, random.nextInt(i + 1));
          }
        }
      }
      order.addAll(found);
    }
  }
}
