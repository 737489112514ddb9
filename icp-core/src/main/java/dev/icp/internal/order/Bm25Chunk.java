package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntAVLTreeSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;

/**
 * Chains of nearest documents within a buffer of drawn ones: see {@link
 * dev.icp.ContextOrderers#bm25Chunk}.
 */
public final class Bm25Chunk implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private final int bufferSize;
  private final boolean returns;

  /**
   * A buffer of so many documents.
   *
   * @param returns whether what does not fit into a context goes back into the buffer, rather than
   *     into the next context
   * @throws IllegalArgumentException if there are not at least 2
   */
  public Bm25Chunk(int bufferSize, boolean returns) {
    if (bufferSize < 2) {
      throw new IllegalArgumentException("bufferSize: " + bufferSize + ", expected 2 or more");
    }
    this.bufferSize = bufferSize;
    this.returns = returns;
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    return returns ? new Returning(problem).order() : new Run(problem).order();
  }

  @Override
  public boolean needsVectors() {
    return true;
  }

  @Override
  public boolean cutsDocuments() {
    return returns;
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return "bm25chunk:" + bufferSize + (returns ? ":returns" : "");
  }

  private final class Run {
    private final OrderingProblem problem;
    private final int[] draws;
    private final boolean[] placed;
    private final DrawnDocuments buffer;
    private final IntArrayList order;
    private final IntArrayList breaks = new IntArrayList();
    private int drawn;
    private int oldest;
    private long end;

    Run(OrderingProblem problem) {
      this.problem = problem;
      int n = problem.size();
      draws = Shuffle.permutation(n, problem.context().seed(), "bm25chunk");
      placed = new boolean[n];
      buffer =
          DrawnDocuments.of(problem.vectors().orElseThrow(), Math.max(1, Math.min(n, bufferSize)));
      order = new IntArrayList(n);
      end = problem.filled();
      refill();
    }

    DocumentOrder order() {
      int current = -1;
      while (order.size() < placed.length) {
        if (drawn == order.size()) {
          refill();
        }
        int next = current < 0 ? -1 : buffer.nearest(current);
        if (next < 0) {
          next = oldest();
          if (!order.isEmpty()) {
            breaks.add(order.size());
          }
        }
        current = place(next) ? -1 : next;
      }
      return DocumentOrder.of(order.toIntArray(), breaks.toIntArray());
    }

    private void refill() {
      while (drawn < draws.length && drawn - order.size() < bufferSize) {
        buffer.add(draws[drawn++]);
      }
    }

    /** Returns the document that is in the buffer for the longest. */
    private int oldest() {
      while (placed[draws[oldest]]) {
        oldest++;
      }
      return draws[oldest];
    }

    /** Places the next document; returns whether it ends the context, and nothing is left of it. */
    private boolean place(int document) {
      int length = problem.contextLength();
      long context = end / length;
      long last = end + problem.tokens(document);
      end = last + problem.separatorTokens();
      buffer.remove(document);
      placed[document] = true;
      order.add(document);
      if ((order.size() & 0xFFF) == 0) {
        problem.context().progress(order.size(), placed.length);
      }
      if (end / length == context) {
        return false;
      }
      refill();
      return last <= (end / length) * length;
    }
  }

  /**
   * As the function {@code bm25_defragment_retriv_simplified} of the authors' code: a rest has its
   * document's place in the buffer, but does not begin the very next context while another document
   * that was there before could.
   */
  private final class Returning {
    private final OrderingProblem problem;
    private final int[] draws;
    private final int[] places;
    private final int[] froms;
    private final DrawnDocuments buffer;
    private final CutContexts contexts;
    private final IntArrayList breaks = new IntArrayList();

    // The places, among the drawn ones, of those in the buffer.
    private final IntAVLTreeSet waiting = new IntAVLTreeSet();
    private int drawn;
    private int stretches;
    private int complete;

    Returning(OrderingProblem problem) {
      this.problem = problem;
      int n = problem.size();
      draws = Shuffle.permutation(n, problem.context().seed(), "bm25chunk");
      places = new int[n];
      for (int i = 0; i < n; i++) {
        places[draws[i]] = i;
      }
      froms = new int[n];
      buffer =
          DrawnDocuments.of(problem.vectors().orElseThrow(), Math.max(1, Math.min(n, bufferSize)));
      contexts = new CutContexts(problem);
    }

    DocumentOrder order() {
      int rest = -1;
      while (complete < draws.length) {
        int root = root(rest);
        refill();
        rest = fill(root < 0 ? oldest() : root);
        contexts.next();
      }
      return contexts.order(breaks.toIntArray());
    }

    /** Returns the oldest that was there, if it can be other than the rest; −1 if none is there. */
    private int root(int rest) {
      for (int place : waiting) {
        if (draws[place] != rest) {
          return draws[place];
        }
      }
      return rest;
    }

    private int oldest() {
      return draws[waiting.firstInt()];
    }

    /** Fills a context; returns the document of which a rest went back, −1 if none did. */
    private int fill(int root) {
      int current = root;
      addBreak();
      while (true) {
        int rest = place(current);
        if (rest >= 0 || contexts.isFull() || complete == draws.length) {
          return rest;
        }
        if (waiting.isEmpty()) {
          refill();
        }
        int next = buffer.nearest(current);
        if (next < 0) {
          addBreak();
          next = oldest();
        }
        current = next;
      }
    }

    private void addBreak() {
      if (stretches > 0) {
        breaks.add(stretches);
      }
    }

    private int place(int document) {
      buffer.remove(document);
      waiting.remove(places[document]);
      froms[document] = contexts.add(document, froms[document]);
      stretches++;
      if (froms[document] < contexts.tokens(document)) {
        add(places[document]);
        return document;
      }
      complete++;
      if ((complete & 0xFFF) == 0) {
        problem.context().progress(complete, draws.length);
      }
      return -1;
    }

    private void refill() {
      while (drawn < draws.length && waiting.size() < bufferSize) {
        add(drawn++);
      }
    }

    private void add(int place) {
      buffer.add(draws[place]);
      waiting.add(place);
    }
  }
}
