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
  private final boolean trims;

  /**
   * Trees in which each document has up to {@code breadth} that were found for it.
   *
   * @param trims whether what is behind the end of a context stands nowhere, rather than in the
   *     next one
   * @throws IllegalArgumentException if breadth is not positive
   */
  public SpliceOrder(int breadth, Arrangement arrangement, boolean trims) {
    if (breadth < 1) {
      throw new IllegalArgumentException("breadth: " + breadth + ", expected 1 or more");
    }
    this.breadth = breadth;
    this.arrangement = arrangement;
    this.trims = trims;
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    return new Run(problem).order();
  }

  @Override
  public boolean cutsDocuments() {
    return trims;
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return "splice:"
        + breadth
        + (arrangement == Arrangement.IDENTITY
            ? ""
            : ":" + arrangement.name().toLowerCase(Locale.ROOT))
        + (trims ? ":trims" : "");
  }

  private final class Run {
    private final OrderingProblem problem;
    private final NeighbourGraph graph;
    private final int[] draws;
    private final int[] places;
    private final boolean[] used;
    private final SplittableRandom random;
    private final IntArrayList order;
    private final IntArrayList breaks = new IntArrayList();
    private final CutContexts contexts;

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
      contexts = new CutContexts(problem);
      places = new int[trims ? n : 0];
      for (int i = 0; i < places.length; i++) {
        places[draws[i]] = i;
      }
    }

    DocumentOrder order() {
      while (order.size() < used.length) {
        findContext();
        addContext();
        problem.context().progress(order.size(), used.length);
      }
      return trims
          ? contexts.order(breaks.toIntArray())
          : DocumentOrder.of(order.toIntArray(), breaks.toIntArray());
    }

    private void findContext() {
      found.clear();
      queue.clear();
      while (!isFull() && order.size() + found.size() < used.length) {
        if (queue.isEmpty()) {
          takeRoot();
        } else {
          takeNearest(queue.dequeueInt());
        }
      }
      filled = trims ? 0 : filled % problem.contextLength();
    }

    private boolean isFull() {
      // Where it is cut, there is no room for a token that begins a document and nothing of it.
      return filled + (trims ? problem.beginTokens() : 0) >= problem.contextLength();
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
      for (int r = 0; r < graph.degree(document) && taken < breadth && !isFull(); r++) {
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
      long tokens = trims ? contexts.tokens(document) : problem.tokens(document);
      filled += tokens + (trims && tokens == 0 ? 0 : problem.separatorTokens());
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
      if (trims) {
        trim();
      } else {
        order.addAll(found);
      }
    }

    /** Places documents until the context is full; those of which nothing fits are left again. */
    private void trim() {
      for (int document : found) {
        if (contexts.isFull()) {
          used[document] = false;
          drawn = Math.min(drawn, places[document]);
        } else {
          contexts.add(document, 0);
          order.add(document);
        }
      }
      contexts.next();
    }
  }
}
