package dev.icp.internal.order;

import dev.icp.internal.base.Division;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import org.jspecify.annotations.Nullable;

/** Puts groups of documents in order, each by itself, one after the other. */
public final class GroupedOrder {
  private GroupedOrder() {}

  /**
   * Returns the order of the groups' orders; each group but the first begins with a break.
   *
   * @param problem whose documents have no neighbours in other groups
   * @param groupOf the group of each document of the problem
   * @param groups the number of groups there can be
   */
  public static DocumentOrder order(
      ContextOrderer orderer, OrderingProblem problem, int[] groupOf, int groups) {
    IntArrayList documents = new IntArrayList(problem.size());
    IntArrayList breaks = new IntArrayList();
    boolean repeats = false;
    for (int[] members : Division.of(groupOf, groups)) {
      if (members.length == 0) {
        continue;
      }
      int start = documents.size();
      DocumentOrder order = orderer.order(problem.part(members));
      requireComplete(order, members.length);
      if (start > 0 && order.size() > 0) {
        breaks.add(start);
      }
      for (int place : order.breaks()) {
        breaks.add(start + place);
      }
      for (int i = 0; i < order.size(); i++) {
        documents.add(members[order.document(i)]);
      }
      repeats |= order.repeats();
    }
    return repeats
        ? DocumentOrder.repeating(documents.toIntArray(), breaks.toIntArray())
        : DocumentOrder.of(documents.toIntArray(), breaks.toIntArray());
  }

  /**
   * Refuses what is no order of so many documents.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static void requireComplete(@Nullable DocumentOrder order, int documents) {
    if (order == null) {
      throw new IllegalArgumentException("the orderer returned null for its order");
    }
    if (!order.repeats() && order.size() != documents) {
      throw new IllegalArgumentException(
          "the orderer returned " + order.size() + " places for " + documents + " documents");
    }
    for (int i = 0; order.repeats() && i < order.size(); i++) {
      if (order.document(i) < 0 || order.document(i) >= documents) {
        throw new IllegalArgumentException(
            "the orderer returned document " + order.document(i) + " of " + documents);
      }
    }
  }
}
