package dev.icp.internal.order.code;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongAVLTreeSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts files behind those that they import, in linear time but for a logarithm.
 *
 * <p>Files that import each other, however far around, are a cycle (a strongly connected part,
 * found by Tarjan's algorithm). Of the cycles of which all imports stand, the one with the first
 * file is next; most are a single file. Within a cycle the file is next of which the fewest imports
 * are missing, and of those the first: as in the algorithm of DeepSeek-Coder (arXiv 2401.14196),
 * which goes by that everywhere.
 */
public final class BehindImports {
  private final int[][] imports;
  private final int[] cycleOf;
  private final List<IntArrayList> cycles = new ArrayList<>();

  // Of Tarjan's algorithm: when a file was found, and the earliest one that it leads back to.
  private final int[] found;
  private final int[] back;
  private final IntArrayList open = new IntArrayList();
  private int clock;

  private BehindImports(int[][] imports) {
    this.imports = imports;
    cycleOf = new int[imports.length];
    found = new int[imports.length];
    back = new int[imports.length];
    Arrays.fill(cycleOf, -1);
  }

  /**
   * Returns the files, by number, in order.
   *
   * @param imports of each file those that it imports, each once; the lower number is the first
   */
  public static int[] order(int[][] imports) {
    BehindImports files = new BehindImports(imports);
    for (int file = 0; file < imports.length; file++) {
      if (files.found[file] == 0) {
        files.findCycles(file);
      }
    }
    return files.order();
  }

  /** Without recursion: a chain of imports may be as long as there are files. */
  private void findCycles(int root) {
    IntArrayList path = new IntArrayList();
    IntArrayList next = new IntArrayList();
    enter(root, path, next);
    while (!path.isEmpty()) {
      int file = path.topInt();
      int at = next.popInt();
      if (at < imports[file].length) {
        next.push(at + 1);
        int other = imports[file][at];
        if (found[other] == 0) {
          enter(other, path, next);
        } else if (cycleOf[other] < 0) {
          back[file] = Math.min(back[file], found[other]);
        }
      } else {
        path.popInt();
        if (!path.isEmpty()) {
          back[path.topInt()] = Math.min(back[path.topInt()], back[file]);
        }
        if (back[file] == found[file]) {
          close(file);
        }
      }
    }
  }

  private void enter(int file, IntArrayList path, IntArrayList next) {
    found[file] = ++clock;
    back[file] = clock;
    open.push(file);
    path.push(file);
    next.push(0);
  }

  private void close(int file) {
    IntArrayList members = new IntArrayList();
    int member;
    do {
      member = open.popInt();
      cycleOf[member] = cycles.size();
      members.add(member);
    } while (member != file);
    members.sort(null);
    cycles.add(members);
  }

  private int[] order() {
    int[] missing = new int[cycles.size()];
    List<IntOpenHashSet> importers = new ArrayList<>();
    cycles.forEach(cycle -> importers.add(new IntOpenHashSet()));
    for (int file = 0; file < imports.length; file++) {
      for (int other : imports[file]) {
        int cycle = cycleOf[file];
        if (cycleOf[other] != cycle && importers.get(cycleOf[other]).add(cycle)) {
          missing[cycle]++;
        }
      }
    }
    IntHeapPriorityQueue free =
        new IntHeapPriorityQueue(
            (a, b) -> Integer.compare(cycles.get(a).getInt(0), cycles.get(b).getInt(0)));
    for (int cycle = 0; cycle < missing.length; cycle++) {
      if (missing[cycle] == 0) {
        free.enqueue(cycle);
      }
    }
    IntArrayList order = new IntArrayList(imports.length);
    while (!free.isEmpty()) {
      int cycle = free.dequeueInt();
      addCycle(cycle, order);
      for (int importer : importers.get(cycle)) {
        if (--missing[importer] == 0) {
          free.enqueue(importer);
        }
      }
    }
    return order.toIntArray();
  }

  private void addCycle(int cycle, IntArrayList order) {
    IntArrayList members = cycles.get(cycle);
    if (members.size() == 1) {
      order.add(members.getInt(0));
      return;
    }
    int[] missing = new int[members.size()];
    List<IntArrayList> importers = new ArrayList<>();
    members.forEach(member -> importers.add(new IntArrayList()));
    for (int m = 0; m < missing.length; m++) {
      for (int other : imports[members.getInt(m)]) {
        if (cycleOf[other] == cycle) {
          importers.get(place(members, other)).add(m);
          missing[m]++;
        }
      }
    }
    LongAVLTreeSet left = new LongAVLTreeSet();
    for (int m = 0; m < missing.length; m++) {
      left.add((long) missing[m] << 32 | m);
    }
    while (!left.isEmpty()) {
      long first = left.firstLong();
      left.remove(first);
      int m = (int) first;
      order.add(members.getInt(m));
      for (int importer : importers.get(m)) {
        // One that stands already is not there any more, and does not come back.
        if (left.remove((long) missing[importer] << 32 | importer)) {
          missing[importer]--;
          left.add((long) missing[importer] << 32 | importer);
        }
      }
    }
  }

  private static int place(IntArrayList members, int member) {
    return Arrays.binarySearch(members.elements(), 0, members.size(), member);
  }
}
