package dev.icp;

import dev.icp.internal.order.CohesiveOrder;
import dev.icp.internal.order.GreedyPath;
import dev.icp.internal.order.InputOrder;
import dev.icp.internal.order.NearestWithRepeats;
import dev.icp.internal.order.RandomOrder;
import dev.icp.internal.order.ReferenceCode;
import dev.icp.spi.ContextOrderer;
import java.util.OptionalLong;

/** The orders that documents can be packed in. */
public final class ContextOrderers {
  private ContextOrderers() {}

  /**
   * Returns the paper's order, its algorithm 1 (section 2.2): walk the neighbour graph, from an
   * unvisited document of minimum degree always to the unvisited neighbour of highest cosine; where
   * there is none, jump to another unvisited document of minimum degree.
   */
  public static ContextOrderer greedyPath() {
    return new GreedyPath();
  }

  /**
   * Returns the default order, which keeps contexts on their topic: documents are clustered bottom
   * up, the most similar first wherever they are (average linkage over the neighbour graph), and
   * packed in the order of the tree's leaves. Clearly more related contexts than {@link
   * #greedyPath}, in about three times its time.
   */
  public static ContextOrderer cohesive() {
    return new CohesiveOrder();
  }

  /**
   * Returns the order of the code that was released with the paper, which differs from the paper's
   * algorithm 1 ({@link #greedyPath}). Of each document only the first 9 neighbours count, in its
   * own list only.
   *
   * <ol>
   *   <li>Begin a chain at the unvisited document that is first in the corpus; go on to the nearest
   *       unvisited neighbour. End the chain where there is none, or when it has 21 documents.
   *   <li>In the order in which they were begun, dissolve the chains that have, at that time, fewer
   *       than 21 documents: each document, from first to last, is inserted right before its
   *       nearest neighbour that now stands in another chain. A document without one stays.
   *   <li>The chains, in the order in which they were begun, are the order; each but the first
   *       begins with a break.
   * </ol>
   *
   * <p>Equally near documents resolve to the one that is first in the corpus.
   */
  public static ContextOrderer referenceCode() {
    return new ReferenceCode();
  }

  /**
   * Returns the paper's kNN baseline (section 3.2), for comparison only: a document followed by its
   * k nearest, then another document followed by its own, whether they stood before or not. It
   * <b>repeats documents and leaves others out</b>; the report says so ({@link
   * PackingReport.Order#repeats}, {@link PackingReport.Order#documents}). The documents that come first
   * are drawn at random by the run's seed, each at most once, and the order ends as soon as it has
   * as many tokens, separators included, as all documents together: as many as the other orders.
   */
  public static ContextOrderer nearestWithRepeats() {
    return new NearestWithRepeats();
  }

  /** Returns the order of the corpus. */
  public static ContextOrderer input() {
    return new InputOrder();
  }

  /** Returns a random order by the run's seed, which is how contexts are usually made. */
  public static ContextOrderer random() {
    return new RandomOrder(OptionalLong.empty());
  }

  /** Returns a random order by a seed of its own. */
  public static ContextOrderer random(long seed) {
    return new RandomOrder(OptionalLong.of(seed));
  }

  /**
   * Returns an order by its name.
   *
   * @param name {@code cohesive}, {@code paper} ({@link #greedyPath}), {@code reference} ({@link
   *     #referenceCode}), {@code nearest-with-repeats}, {@code input} or {@code random}
   * @throws IllegalArgumentException naming the known ones if there is no such order
   */
  public static ContextOrderer byName(String name) {
    return switch (name) {
      case "paper" -> greedyPath();
      case "cohesive" -> cohesive();
      case "reference" -> referenceCode();
      case "nearest-with-repeats" -> nearestWithRepeats();
      case "input" -> input();
      case "random" -> random();
      default ->
          throw new IllegalArgumentException(
              "order: "
                  + name
                  + ", expected cohesive, paper, reference, nearest-with-repeats, input or random");
    };
  }
}
