package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.neighbours.graph.NeighbourLists;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntMaps;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Who should be compared with the members of a cell, as far as one can tell from the neighbours
 * found so far: the neighbours of members, and the neighbours of those.
 */
final class CellClosure {
  private CellClosure() {}

  /**
   * Returns documents, ascending.
   *
   * @param known says of a document whether it has been compared with the members already
   * @param most how many at most: those that are met the most often, of equals the lower ordinals
   */
  static int[] of(int[] members, NeighbourLists lists, IntPredicate known, int most) {
    Int2IntOpenHashMap meetings = new Int2IntOpenHashMap();
    for (int member : members) {
      count(member, lists, known, meetings);
    }
    for (int neighbour : meetings.keySet().toIntArray()) {
      count(neighbour, lists, known, meetings);
    }
    return mostMet(meetings, most);
  }

  private static int[] mostMet(Int2IntOpenHashMap meetings, int most) {
    long[] keys = new long[meetings.size()];
    int next = 0;
    for (Int2IntMap.Entry entry : Int2IntMaps.fastIterable(meetings)) {
      keys[next++] = -(long) entry.getIntValue() << 32 | entry.getIntKey();
    }
    if (keys.length > most) {
      Arrays.sort(keys);
    }
    int[] documents = new int[Math.min(most, keys.length)];
    Arrays.setAll(documents, i -> (int) keys[i]);
    Arrays.sort(documents);
    return documents;
  }

  private static void count(
      int document, NeighbourLists lists, IntPredicate known, Int2IntOpenHashMap meetings) {
    for (int r = 0; r < lists.degree(document); r++) {
      int neighbour = lists.neighbour(document, r);
      if (!known.test(neighbour)) {
        meetings.addTo(neighbour, 1);
      }
    }
  }
}
