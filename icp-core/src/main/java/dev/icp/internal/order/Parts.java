package dev.icp.internal.order;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/** An order of parts, each of which has an order of its own, one after the other. */
final class Parts {
  private final OrderingProblem problem;
  private final IntArrayList order = new IntArrayList();
  private final IntArrayList breaks = new IntArrayList();
  private long tokens;

  Parts(OrderingProblem problem) {
    this.problem = problem;
  }

  /**
   * Returns an order that can be one of parts.
   *
   * @throws IllegalArgumentException if it goes by pieces of documents, or cuts them
   */
  static ContextOrderer requireWhole(ContextOrderer orderer) {
    if (orderer.pieceCharacters() > 0) {
      throw new IllegalArgumentException(
          "order "
              + orderer
              + " goes by pieces of documents, and not with among, mix, diversity or key");
    }
    if (orderer.cutsDocuments()) {
      throw new IllegalArgumentException(
          "order " + orderer + " cuts documents, and not with among, mix, diversity or key");
    }
    return orderer;
  }

  /**
   * Adds the next part.
   *
   * @param documents in any order; sorted
   * @throws IllegalArgumentException if the orderer repeats documents or leaves some out
   */
  void add(int[] documents, ContextOrderer orderer) {
    if (documents.length == 0) {
      return;
    }
    Arrays.sort(documents);
    DocumentOrder part = orderer.order(problem.among(documents, tokens));
    if (part.repeats() || part.size() != documents.length) {
      throw new IllegalArgumentException(
          "order " + orderer + " repeats documents or leaves some out, and cannot be one of parts");
    }
    if (!order.isEmpty()) {
      breaks.add(order.size());
    }
    for (int at : part.breaks()) {
      breaks.add(order.size() + at);
    }
    for (int i = 0; i < part.size(); i++) {
      int document = documents[part.document(i)];
      order.add(document);
      tokens += problem.tokens(document) + problem.separatorTokens();
    }
  }

  DocumentOrder order() {
    return DocumentOrder.of(order.toIntArray(), breaks.toIntArray());
  }
}
