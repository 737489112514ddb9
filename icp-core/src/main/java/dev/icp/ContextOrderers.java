package dev.icp;

import dev.icp.internal.order.CohesiveOrder;
import dev.icp.internal.order.GreedyPath;
import dev.icp.internal.order.InputOrder;
import dev.icp.internal.order.RandomOrder;
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
   * @param name {@code cohesive}, {@code paper} ({@link #greedyPath}), {@code input} or {@code
   *     random}
   * @throws IllegalArgumentException naming the known ones if there is no such order
   */
  public static ContextOrderer byName(String name) {
    return switch (name) {
      case "paper" -> greedyPath();
      case "cohesive" -> cohesive();
      case "input" -> input();
      case "random" -> random();
      default ->
          throw new IllegalArgumentException(
              "order: " + name + ", expected cohesive, paper, input or random");
    };
  }
}
