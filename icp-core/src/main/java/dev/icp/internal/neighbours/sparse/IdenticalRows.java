package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.graph.StoredGraph;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Storage;
import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /**
   * Joins vectors by a join that gets one of each kind.
   *
   * @param storage for a graph that is better in a file
   */
  static NeighbourGraph join(
      SparseVectors vectors, int k, Storage storage, Function<SparseVectors, Joined> joinDistinct) {
    boolean large = StoredGraph.isLarge(vectors.size(), NeighbourLists.most(k, vectors.size()));
    return joinTo(large ? storage : null, vectors, k, joinDistinct);
  }

  /**
   * @param file for the neighbours of copies; null for the heap
   */
  static NeighbourGraph joinTo(
      @Nullable Storage file,
      SparseVectors vectors,
      int k,
      Function<SparseVectors, Joined> joinDistinct) {
    IdenticalRows identical = of(vectors);
    if (identical.none()) {
      Joined all = joinDistinct.apply(vectors);
      return all.lists.toGraph(all.recall);
    }
    Joined kinds = joinDistinct.apply(vectors.subset(identical.distinct));
    Spread spread = identical.new Spread(kinds.lists, vectors);
    int most = NeighbourLists.most(k, vectors.size());
    return file == null
        ? spread.lists(most).toGraph(kinds.recall)
        : spread.stored(most, file, kinds.recall);
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
  private final class Spread {
    private final NeighbourLists kinds;
    private final int[] kindOf = new int[representatives.length];
    private final int[] starts = new int[distinct.length + 1];
    private final int[] members = new int[representatives.length];

    /** By kind: the cosine of its copies. */
    private final float[] copies = new float[distinct.length];

    Spread(NeighbourLists kinds, SparseVectors vectors) {
      this.kinds = kinds;
      for (int kind = 0; kind < distinct.length; kind++) {
        kindOf[distinct[kind]] = kind;
      }
      for (int i = 0; i < kindOf.length; i++) {
        kindOf[i] = kindOf[representatives[i]];
        starts[kindOf[i] + 1]++;
      }
      for (int kind = 0; kind < distinct.length; kind++) {
        starts[kind + 1] += starts[kind];
      }
      int[] fill = starts.clone();
      for (int i = 0; i < kindOf.length; i++) {
        members[fill[kindOf[i]]++] = i;
      }
      for (int kind = 0; kind < distinct.length; kind++) {
        if (starts[kind + 1] > starts[kind] + 1) {
          copies[kind] = ofCopies(vectors.cosine(distinct[kind], distinct[kind]));
        }
      }
    }

    NeighbourLists lists(int k) {
      NeighbourLists lists = new NeighbourLists(kindOf.length, k);
      for (int i = 0; i < kindOf.length; i++) {
        fill(lists, i, i);
      }
      return lists;
    }

    /** The same, never all on the heap at once. */
    NeighbourGraph stored(int k, Storage storage, double recall) {
      StoredGraph.Writer writer = new StoredGraph.Writer(kindOf.length, k, storage);
      NeighbourLists one = new NeighbourLists(1, k, kindOf.length);
      for (int i = 0; i < kindOf.length; i++) {
        one.clear(0);
        fill(one, 0, i);
        writer.write(one, 0);
      }
      return writer.graph(recall);
    }

    private void fill(NeighbourLists lists, int list, int document) {
      int kind = kindOf[document];
      offerMembers(lists, list, document, kind, copies[kind]);
      for (int r = 0; r < kinds.degree(kind); r++) {
        offerMembers(lists, list, document, kinds.neighbour(kind, r), kinds.cosine(kind, r));
      }
    }

    private void offerMembers(
        NeighbourLists lists, int list, int document, int kind, float cosine) {
      // Members ascend, and so does what a list prefers of equals: after k (and itself) none gets
      // in.
      int end = (int) Math.min(starts[kind + 1], (long) starts[kind] + lists.k() + 1);
      for (int m = starts[kind]; m < end; m++) {
        if (members[m] != document) {
          lists.offer(list, members[m], cosine);
        }
      }
    }
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
}
