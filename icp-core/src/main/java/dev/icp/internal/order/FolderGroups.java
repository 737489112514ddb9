package dev.icp.internal.order;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Documents whose paths begin with the same folders, each group as its files and folders follow
 * each other by name.
 *
 * @param groups the group of each document
 * @param members the documents of each group
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record FolderGroups(int[] groups, List<IntArrayList> members) {
  /**
   * Groups documents.
   *
   * @param paths of the documents, each in its parts
   * @param depth how many folders have to be the same; those that have fewer count with all
   */
  static FolderGroups of(String[][] paths, int depth) {
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
    for (IntArrayList documents : members) {
      documents.sort((a, b) -> compare(paths[a], paths[b]));
    }
    return new FolderGroups(groups, members);
  }

  /** Compares folder by folder; what is in a folder itself comes before its folders. */
  private static int compare(String[] a, String[] b) {
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
  private static int compare(String a, String b) {
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
}
