package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Which sparse vectors are equal. Copies would make every one of their posting lists long, so a
 * join works on one of each and gives the copies its neighbours.
 */
final class IdenticalRows {
  private static final int BLOCK = 4096;
  private static final int NONE = -1;

  /** A copy's cosine may miss 1 by so much. */
  private static final float ROUNDING = 1e-6f;

  private final int[] representatives;
  private final int[] distinct;

  private IdenticalRows(int[] representatives, int[] distinct) {
    this.representatives = representatives;
    this.distinct = distinct;
  }

  /**
   * Neighbours that were found.
   *
   * @param recall see {@link NeighbourGraph#recall}
   */
  record Joined(NeighbourLists lists, double recall) {}

  /** Joins vectors by a join that gets one of each kind. */
  static NeighbourGraph join(
      SparseVectors vectors, int k, Function<SparseVectors, Joined> joinDistinct) {
    IdenticalRows identical = of(vectors);
    if (identical.none()) {
      Joined all = joinDistinct.apply(vectors);
      return all.lists.toGraph(all.recall);
    }
    Joined kinds = joinDistinct.apply(vectors.subset(identical.distinct));
    return identical.spread(kinds.lists, k, vectors).toGraph(kinds.recall);
  }

  /** Finds the copies; empty vectors are no one's copy. */
  static IdenticalRows of(SparseVectors vectors) {
    int n = vectors.size();
    int[] representatives = new int[n];
    int distinct = n;
    Long2IntOpenHashMap firsts = new Long2IntOpenHashMap();
    firsts.defaultReturnValue(NONE);
    SparseRows rows = new SparseRows();
    SparseRows earlier = new SparseRows();
    for (int first = 0; first < n; first += BLOCK) {
      vectors.read(first, Math.min(BLOCK, n - first), rows);
      for (int r = 0; r < rows.rows(); r++) {
        int document = first + r;
        representatives[document] = document;
        if (rows.start(r) == rows.start(r + 1)) {
          continue;
        }
        int candidate = firsts.putIfAbsent(hash(rows, r), document);
        if (candidate != NONE) {
          vectors.read(candidate, 1, earlier);
          if (equal(rows, r, earlier)) {
            representatives[document] = candidate;
            distinct--;
          }
        }
      }
    }
    int[] ordinals = new int[distinct];
    for (int i = 0, d = 0; i < n; i++) {
      if (representatives[i] == i) {
        ordinals[d++] = i;
      }
    }
    return new IdenticalRows(representatives, ordinals);
  }

  private static long hash(SparseRows rows, int r) {
    long hash = 0;
    for (int i = rows.start(r); i < rows.start(r + 1); i++) {
      long entry = (long) rows.terms()[i] << 32 | Float.floatToIntBits(rows.weights()[i]);
      hash = hash * 31 + HashCommon.mix(entry);
    }
    return hash;
  }

  /** Returns whether a row equals the only one of others. */
  private static boolean equal(SparseRows rows, int r, SparseRows other) {
    int from = rows.start(r);
    int to = rows.start(r + 1);
    int length = other.start(1);
    return Arrays.equals(rows.terms(), from, to, other.terms(), 0, length)
        && Arrays.equals(rows.weights(), from, to, other.weights(), 0, length);
  }

  private boolean none() {
    return distinct.length == representatives.length;
  }

  /**
   * Spreads neighbours among the distinct vectors to all: a document's neighbours are its copies
   * and the copies of its neighbours. Exact, since of k kinds every one has a member.
   */
  private NeighbourLists spread(NeighbourLists kinds, int k, SparseVectors vectors) {
    int n = representatives.length;
    int[] kindOf = new int[n];
    int[] starts = new int[distinct.length + 1];
    for (int kind = 0; kind < distinct.length; kind++) {
      kindOf[distinct[kind]] = kind;
    }
    for (int i = 0; i < n; i++) {
      kindOf[i] = kindOf[representatives[i]];
      starts[kindOf[i] + 1]++;
    }
    for (int kind = 0; kind < distinct.length; kind++) {
      starts[kind + 1] += starts[kind];
    }
    int[] members = new int[n];
    int[] fill = starts.clone();
    for (int i = 0; i < n; i++) {
      members[fill[kindOf[i]]++] = i;
    }
    float[] copies = new float[distinct.length];
    for (int kind = 0; kind < distinct.length; kind++) {
      if (starts[kind + 1] > starts[kind] + 1) {
        copies[kind] = ofCopies(vectors.cosine(distinct[kind], distinct[kind]));
      }
    }
    NeighbourLists lists = new NeighbourLists(n, k);
    for (int i = 0; i < n; i++) {
      int kind = kindOf[i];
      offerMembers(lists, i, copies[kind], members, starts[kind], starts[kind + 1]);
      for (int r = 0; r < kinds.degree(kind); r++) {
        int other = kinds.neighbour(kind, r);
        offerMembers(lists, i, kinds.cosine(kind, r), members, starts[other], starts[other + 1]);
      }
    }
    return lists;
  }

  private static float ofCopies(float cosine) {
    return cosine > 1 - ROUNDING ? 1 : cosine;
  }

  /**
   * Returns the cosine of two vectors as a join of all has it.
   *
   * @param sum of their products, in the order of terms
   */
  static float cosine(SparseVectors vectors, int a, int b, float sum) {
    float cosine = Math.min(1, sum);
    if (cosine == ofCopies(cosine)) {
      return cosine;
    }
    SparseRows one = new SparseRows();
    SparseRows other = new SparseRows();
    vectors.read(a, 1, one);
    vectors.read(b, 1, other);
    return equal(one, 0, other) ? 1 : cosine;
  }

  private static void offerMembers(
      NeighbourLists lists, int document, float cosine, int[] members, int from, int to) {
    // Members ascend, and so does what a list prefers of equals: after k (and itself) none gets in.
    int end = (int) Math.min(to, (long) from + lists.k() + 1);
    for (int m = from; m < end; m++) {
      if (members[m] != document) {
        lists.offer(document, members[m], cosine);
      }
    }
  }
}
