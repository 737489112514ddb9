package dev.icp.internal.order;

import dev.icp.internal.order.code.BehindImports;
import dev.icp.internal.order.code.RepositoryFiles;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Files of code behind those that they import: see {@link dev.icp.ContextOrderers#imports(int)}.
 */
public final class ImportsOrder implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  private final int depth;
  private final String field;

  private ImportsOrder(int depth, String field) {
    this.depth = depth;
    this.field = field;
  }

  /**
   * Goes by ids that are paths.
   *
   * @param depth how many folders at their beginning name the repository; 0 if all documents are of
   *     one
   * @throws IllegalArgumentException if it is negative
   */
  public static ImportsOrder ofIds(int depth) {
    if (depth < 0) {
      throw new IllegalArgumentException("depth: " + depth + ", expected 0 or more");
    }
    return new ImportsOrder(depth, "");
  }

  /**
   * Goes by paths within one repository, which are metadata.
   *
   * @param field their name
   * @throws IllegalArgumentException if it is blank
   */
  public static ImportsOrder ofField(String field) {
    if (field.isBlank()) {
      throw new IllegalArgumentException("field: expected a name of the documents' metadata");
    }
    return new ImportsOrder(0, field);
  }

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    String[][] paths = new String[problem.size()][];
    Arrays.setAll(paths, i -> path(problem, i).split("/", -1));
    FolderGroups groups = FolderGroups.of(paths, depth);
    for (IntArrayList members : groups.members()) {
      int[] files = members.toIntArray();
      String[] names = new String[files.length];
      Arrays.setAll(names, i -> withoutRepository(paths[files[i]]));
      RepositoryFiles repository = new RepositoryFiles(List.of(names));
      int[][] imports = new int[files.length][];
      Arrays.setAll(imports, i -> repository.imported(i, problem.imports(files[i])));
      int[] order = BehindImports.order(imports);
      members.clear();
      for (int file : order) {
        members.add(files[file]);
      }
    }
    return Groups.order(problem, groups.groups(), groups.members());
  }

  private String path(OrderingProblem problem, int document) {
    Object path = field.isEmpty() ? null : problem.metadata(document).get(field);
    return path == null ? problem.id(document) : path.toString();
  }

  private String withoutRepository(String[] path) {
    return String.join("/", List.of(path).subList(Math.min(depth, path.length - 1), path.length));
  }

  @Override
  public boolean needsImports() {
    return true;
  }

  @Override
  public Set<String> needsMetadata() {
    return field.isEmpty() ? Set.of() : Set.of(field);
  }

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public String toString() {
    return "imports:" + (field.isEmpty() ? depth : field);
  }
}
