package dev.icp.internal.order;

import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    int[] groups = new int[paths.length];
    List<IntArrayList> members = new ArrayList<>();
    Map<List<String>, Integer> numbers = new HashMap<>();
    for (int i = 0; i < paths.length; i++) {
      List<String> folders = List.of(paths[i]).subList(0, Math.min(depth, paths[i].length - 1));
      Integer group = numbers.putIfAbsent(folders, members.size());
      groups[i] = group == null ? members.size() : group;
      if (group == null) {
        members.add(new IntArrayList());
      }
      members.get(groups[i]).add(i);
    }
    Comparator<String[]> byPath = PathOrder::compare;
    for (IntArrayList documents : members) {
      documents.sort((a, b) -> byPath.compare(paths[a], paths[b]));
    }
    return Groups.order(problem, groups, members);
  }

  /** Compares folder by folder; what is in a folder itself comes before its folders. */
  static int compare(String[] a, String[] b) {
    for (int i = 0; ; i++) {
      boolean lastOfA = i == a.length - 1;
      boolean lastOfB = i == b.length - 1;
      if (lastOfA != lastOfB) {
        return lastOfA ? -1 : 1;
      }
      int order = compare(a[i], b[i]);
      if (order != 0 || lastOfA) {
        return order;
      }
    }
  }

  /** Compares names, runs of digits in them by their value: chapter2 comes before chapter10. */
  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = endOfDigits(a, i);
      int endB = endOfDigits(b, j);
      if (endA > i && endB > j) {
        int order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    // Names that differ in leading zeros only.
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int endOfDigits(String name, int from) {
    int end = from;
    while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int compareNumbers(String a, String b) {
    String one = a.replaceFirst("^0+", "");
    String other = b.replaceFirst("^0+", "");
    int length = Integer.compare(one.length(), other.length());
    return length != 0 ? length : one.compareTo(other);
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
