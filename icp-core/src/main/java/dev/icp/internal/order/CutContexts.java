package dev.icp.internal.order;

import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * Contexts that an order fills itself, one after the other, with documents or what is left of them:
 * it cuts where the layout of such an order, which has the same rules, cuts as well.
 */
final class CutContexts {
  private final OrderingProblem problem;
  private final IntArrayList documents = new IntArrayList();
  private final IntArrayList froms = new IntArrayList();
  private final IntArrayList tos = new IntArrayList();
  private int filled;

  CutContexts(OrderingProblem problem) {
    this.problem = problem;
  }

  /** Returns how many tokens a document has; 0 if it has none but the one that begins it. */
  int tokens(int document) {
    int tokens = problem.tokens(document);
    return tokens <= problem.beginTokens() ? 0 : tokens;
  }

  /** Returns whether nothing fits any more; a token that begins a document never stands alone. */
  boolean isFull() {
    return problem.contextLength() - filled <= problem.beginTokens();
  }

  /**
   * Adds as much as fits of a document.
   *
   * @param from its first token that is to stand here
   * @return the first one that is not
   */
  int add(int document, int from) {
    int part = Math.min(problem.contextLength() - filled, tokens(document) - from);
    documents.add(document);
    froms.add(from);
    tos.add(from + part);
    filled += part;
    if (part > 0 && filled < problem.contextLength()) {
      filled += problem.separatorTokens();
    }
    return from + part;
  }

  /** Begins another context. */
  void next() {
    filled = 0;
  }

  DocumentOrder order(int[] breaks) {
    return DocumentOrder.ofStretches(
        documents.toIntArray(), froms.toIntArray(), tos.toIntArray(), breaks);
  }
}
