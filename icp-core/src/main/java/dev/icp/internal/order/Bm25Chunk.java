package dev.icp.internal.order;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;

/**
 * Chains of nearest documents within a buffer of drawn ones: see {@link
 * dev.icp.ContextOrderers#bm25Chunk}.
 */
public final class Bm25Chunk implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private final int bufferSize;

  /**
   * A buffer of so many documents.
   *
   * @throws IllegalArgumentException if there are not at least 2
   */
  public Bm25Chunk(int bufferSize) {
    if (bufferSize < 2) {
      throw new IllegalArgumentException("bufferSize: " + bufferSize + ", expected 2 or more");
    }
    this.bufferSize = bufferSize;
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    return new Run(problem).order();
  }

  @Override
  public boolean needsVectors() {
    return true;
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return "bm25chunk:" + bufferSize;
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
}
