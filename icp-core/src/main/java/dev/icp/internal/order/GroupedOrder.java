package dev.icp.internal.order;

import dev.icp.internal.base.Division;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.stream.IntStream;
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
    IntArrayList froms = new IntArrayList();
    IntArrayList tos = new IntArrayList();
    IntArrayList breaks = new IntArrayList();
    boolean repeats = false;
    for (int[] members : Division.of(groupOf, groups)) {
      if (members.length == 0) {
        continue;
      }
      int start = documents.size();
      DocumentOrder order = orderer.order(problem.part(members));
      requireComplete(orderer, order, members.length);
      if (start > 0 && order.size() > 0) {
        breaks.add(start);
      }
      for (int place : order.breaks()) {
        breaks.add(start + place);
      }
      for (int i = 0; i < order.size(); i++) {
        documents.add(members[order.document(i)]);
      }
      froms.addAll(IntList.of(order.froms()));
      tos.addAll(IntList.of(order.tos()));
      repeats |= order.repeats();
    }
    if (!froms.isEmpty()) {
      return DocumentOrder.ofStretches(
          documents.toIntArray(), froms.toIntArray(), tos.toIntArray(), breaks.toIntArray());
    }
    return repeats
        ? DocumentOrder.repeating(documents.toIntArray(), breaks.toIntArray())
        : DocumentOrder.of(documents.toIntArray(), breaks.toIntArray());
  }

  /**
   * Refuses what is no order of so many documents, or cuts them though the orderer does not.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static void requireComplete(
      ContextOrderer orderer, @Nullable DocumentOrder order, int documents) {
    if (order == null) {
      throw new IllegalArgumentException("the orderer returned null for its order");
    }
    if (order.isOfStretches() && !orderer.cutsDocuments()) {
      throw new IllegalArgumentException(
          "the orderer cuts documents, and its cutsDocuments() is false");
    }
    // Stretches are of all documents up to the highest, which is checked where they are made.
    int placed =
        order.isOfStretches() ? IntStream.of(order.documents()).max().orElse(-1) + 1 : order.size();
    if (!order.repeats() && placed != documents) {
      throw new IllegalArgumentException(
          "the orderer returned " + placed + " places for " + documents + " documents");
    }
    for (int i = 0; order.repeats() && i < order.size(); i++) {
      if (order.document(i) < 0 || order.document(i) >= documents) {
        throw new IllegalArgumentException(
            "the orderer returned document " + order.document(i) + " of " + documents);
      }
    }
  }
}
