package dev.icp.internal.contexts;

import java.util.List;

/** Puts the layouts of groups that share no context one behind the other. */
public final class JoinedLayouts {
  private JoinedLayouts() {}

  /**
   * Returns layouts of the same kind one after the other, each in contexts of its own. The last
   * context of each is padded or short as the last one of all is.
   *
   * @param groups at least one, of at least one piece each
   * @throws IllegalArgumentException if this makes more contexts than can be numbered
   */
  public static ContextLayout of(List<ContextLayout> groups) {
    ContextLayout first = groups.getFirst();
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
      System.arraycopy(group.documents, 0, documents, done, size);
      System.arraycopy(group.lengths, 0, lengths, done, size);
      if (froms != null && group.froms != null) {
        System.arraycopy(group.froms, 0, froms, done, size);
      }
      for (int p = 0; p <= size; p++) {
        starts[done + p] = cuts * first.length + group.starts[p];
      }
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
