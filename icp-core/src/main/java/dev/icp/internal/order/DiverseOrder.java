package dev.icp.internal.order;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.Set;

/** Another order, less redundant: see {@link dev.icp.ContextOrderers#diverse}. */
@SuppressWarnings("serial") // Serialisable if its order is.
public final class DiverseOrder implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  /** From the documents of how many contexts one is filled. */
  private static final int CONTEXTS = 4;

  private static final int FEWEST = 64;
  private static final int MOST = 4096;

  private final double diversity;
  private final ContextOrderer orderer;

  /**
   * A diversity for an order.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public DiverseOrder(double diversity, ContextOrderer orderer) {
    if (!(diversity >= 0 && diversity <= 1)) {
      throw new IllegalArgumentException("diversity: " + diversity + ", expected 0 to 1");
    }
    this.diversity = diversity;
    this.orderer = Parts.requireWhole(orderer);
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    DocumentOrder order = orderer.order(problem);
    if (order.repeats() || order.size() != problem.size()) {
      throw new IllegalArgumentException(
          "order " + orderer + " repeats documents or leaves some out: diversity is for others");
    }
    return diversity == 0 ? order : new Run(problem, order).order();
  }

  /** Returns how many documents there are to choose from. */
  static int window(OrderingProblem problem) {
    long tokens = 0;
    for (int i = 0; i < problem.size(); i++) {
      tokens += (long) problem.tokens(i) + problem.separatorTokens();
    }
    double contexts = Math.max(1, tokens / (double) problem.contextLength());
    return (int) Math.max(FEWEST, Math.min(MOST, CONTEXTS * problem.size() / contexts));
  }

  @Override
  public boolean needsVectors() {
    return true;
  }

  @Override
  public boolean needsWords() {
    return orderer.needsWords();
  }

  @Override
  public Set<String> needsMetadata() {
    return orderer.needsMetadata();
  }

  @Override
  public boolean needsImports() {
    return orderer.needsImports();
  }

  @Override
  public String fingerprint() {
    return orderer.fingerprint().isBlank()
        ? ""
        : orderer.fingerprint() + " with diversity " + diversity;
  }

  @Override
  public String toString() {
    return orderer + " with diversity " + diversity;
  }

  private final class Run {
    private final OrderingProblem problem;
    private final DocumentOrder given;
    private final int capacity;
    private final DrawnDocuments drawn;

    // Those to choose from, in the order given.
    private final IntArrayList window = new IntArrayList();
    private int next;

    // By document that may be chosen: the sum of its cosines with the context's, and the highest.
    private final float[] sums;
    private final float[] highest;
    private int members;

    private final IntArrayList order;
    private final IntArrayList breaks = new IntArrayList();
    private long end;

    Run(OrderingProblem problem, DocumentOrder given) {
      this.problem = problem;
      this.given = given;
      int n = problem.size();
      capacity = Math.max(1, Math.min(n, window(problem)));
      drawn = DrawnDocuments.of(problem.vectors().orElseThrow(), capacity);
      sums = new float[n];
      highest = new float[n];
      order = new IntArrayList(n);
      end = problem.filled();
    }

    DocumentOrder order() {
      refill();
      while (order.size() < given.size()) {
        if (window.isEmpty()) {
          refill();
        }
        int place = members == 0 ? 0 : best();
        int document = window.removeInt(place);
        if (!order.isEmpty() && sums[document] <= 0) {
          breaks.add(order.size());
        }
        place(document);
      }
      return DocumentOrder.of(order.toIntArray(), breaks.toIntArray());
    }

    private void refill() {
      while (next < given.size() && window.size() < capacity) {
        window.add(given.document(next));
        drawn.add(given.document(next++));
      }
    }

    private int best() {
      int best = 0;
      double score = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < window.size(); i++) {
        int document = window.getInt(i);
        double relevance = sums[document] / (double) members;
        double its = (1 - diversity) * relevance - diversity * highest[document];
        if (its > score) {
          best = i;
          score = its;
        }
      }
      return best;
    }

    private void place(int document) {
      int length = problem.contextLength();
      long context = end / length;
      long last = end + problem.tokens(document);
      end = last + problem.separatorTokens();
      drawn.remove(document);
      order.add(document);
      if ((order.size() & 0xFFF) == 0) {
        problem.context().progress(order.size(), given.size());
      }
      if (end / length != context) {
        // What is left of it is in the next context; otherwise nothing is there yet.
        members = 0;
        refill();
        for (int other : window) {
          sums[other] = 0;
          highest[other] = 0;
        }
        if (last <= end / length * length) {
          return;
        }
      }
      members++;
      drawn.forEach(
          document,
          (other, cosine) -> {
            sums[other] += cosine;
            highest[other] = Math.max(highest[other], cosine);
          });
    }
  }
}
