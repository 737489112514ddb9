package dev.icp.internal.contexts;

import java.util.Arrays;
import java.util.List;

/** Puts the layouts of groups that share no context one behind the other. */
public final class JoinedLayouts {
  private JoinedLayouts() {}

  /**
   * Returns how many pieces, all of them empty, stand behind a last context that is full: there the
   * next group begins, so they go to the beginning of their own.
   */
  private static int late(ContextLayout group) {
    int late = 0;
    int size = group.pieces();
    while (late < size && group.starts[size - 1 - late] == group.cuts * group.length) {
      late++;
    }
    return late;
  }

  private static void lateFirst(int[] from, int late, int[] to, int at, int size) {
    System.arraycopy(from, size - late, to, at, late);
    System.arraycopy(from, 0, to, at + late, size - late);
  }

  /**
   * Returns layouts of the same kind one after the other, each in contexts of its own. The last
   * context of each is padded or short as the last one of all is.
   *
   * @param groups at least one, of at least one piece each
   * @throws IllegalArgumentException if this makes more contexts than can be numbered
   */
  public static ContextLayout of(List<ContextLayout> groups) {
    ContextLayout first = groups.get(0);
    int pieces = groups.stream().mapToInt(ContextLayout::pieces).sum();
    int[] documents = new int[pieces];
    int[] lengths = new int[pieces];
    int[] froms = groups.stream().anyMatch(group -> group.froms != null) ? new int[pieces] : null;
    long[] starts = new long[pieces + 1];
    int[] groupEnds = new int[groups.size() - 1];
    int done = 0;
    long cuts = 0;
    long missingAtEnds = 0;
    for (int g = 0; g < groups.size(); g++) {
      ContextLayout group = groups.get(g);
      int size = group.pieces();
      int late = g < groupEnds.length ? late(group) : 0;
      lateFirst(group.documents, late, documents, done, size);
      lateFirst(group.lengths, late, lengths, done, size);
      if (froms != null && group.froms != null) {
        lateFirst(group.froms, late, froms, done, size);
      }
      long base = cuts * first.length;
      Arrays.fill(starts, done, done + late, base);
      for (int p = late; p < size; p++) {
        starts[done + p] = base + group.starts[p - late];
      }
      starts[done + size] = base + group.total();
      done += size;
      cuts += group.cuts;
      if (g < groupEnds.length) {
        groupEnds[g] = (int) Math.min(Integer.MAX_VALUE, cuts - 1);
        missingAtEnds += group.cuts * first.length - group.total();
      }
    }
    return new ContextLayout(
        documents,
        froms,
        lengths,
        starts,
        first.begins,
        first.separators,
        first.openingSeparators,
        first.length,
        first.tail,
        groups.stream().mapToLong(ContextLayout::documentsCut).sum(),
        groups.stream().mapToLong(ContextLayout::separatorsLeftOut).sum(),
        cuts,
        groupEnds,
        missingAtEnds);
  }
}
