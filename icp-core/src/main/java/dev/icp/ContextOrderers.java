package dev.icp;

import dev.icp.internal.order.GreedyPath;
import dev.icp.internal.order.InputOrder;
import dev.icp.internal.order.RandomOrder;
import dev.icp.spi.ContextOrderer;
import java.util.OptionalLong;

/** The orders that documents can be packed in. */
public final class ContextOrderers {
  private ContextOrderers() {}

  /**
   * Returns the default order, the paper's algorithm 1 (section 2.2): walk the neighbour graph,
   * from an unvisited document of minimum degree always to the unvisited neighbour of highest
   * cosine; where there is none, jump to another unvisited document of minimum degree.
   */
  public static ContextOrderer greedyPath() {
    return new GreedyPath();
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
   * @param name {@code paper} ({@link #greedyPath}), {@code input} or {@code random}
   * @throws IllegalArgumentException naming the known ones if there is no such order
   */
  public static ContextOrderer byName(String name) {
    return switch (name) {
      case "paper" -> greedyPath();
      case "input" -> input();
      case "random" -> random();
      default ->
          throw new IllegalArgumentException(
              "order: " + name + ", expected paper, input or random");
    };
  }
}
