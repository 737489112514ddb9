package dev.icp.internal.order;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import java.io.Serializable;
import java.util.Arrays;

/** Files of one folder after the other: see {@link dev.icp.ContextOrderers#path(int)}. */
public final class PathOrder implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private final int depth;

  /**
   * Groups by the first folders of an id.
   *
   * @param depth how many
   * @throws IllegalArgumentException if that is not positive
   */
  public PathOrder(int depth) {
    if (depth < 1) {
      throw new IllegalArgumentException("depth: " + depth + ", expected 1 or more");
    }
    this.depth = depth;
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    String[][] paths = new String[problem.size()][];
    Arrays.setAll(paths, i -> problem.id(i).split("/", -1));
    FolderGroups groups = FolderGroups.of(paths, depth);
    return Groups.order(problem, groups.groups(), groups.members());
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return "path:" + depth;
  }
}
