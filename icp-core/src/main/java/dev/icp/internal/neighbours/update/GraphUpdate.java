package dev.icp.internal.neighbours.update;

import dev.icp.internal.neighbours.dense.DenseMeeting;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.internal.neighbours.sparse.SparseMeeting;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * The neighbours of a corpus of which most was there when neighbours were found before.
 *
 * <p>A document that was there, and whose list has lost no one, has as its neighbours the best of
 * its list and of the documents that are new: whoever else there is was not good enough before. So
 * the new ones are compared with all, and both hear of each other. A full list that has lost
 * someone does not say who comes next: its document is compared with all once more. Lists that were
 * exact stay exact, and of others none gets worse, since all that is done here is.
 *
 * <p>Of documents with equal cosines lists prefer the lower ordinal. That holds as long as those
 * that were there still follow each other as they did; the fewest that have to be taken out for
 * that to be so count as new.
 */
public final class GraphUpdate {
  private static final int NONE = -1;

  private final Vectors vectors;
  private final int k;
  private final NeighbourGraph earlier;

  /** For each document its earlier ordinal, or −1. */
  private final int[] earlierOf;

  /** Of each earlier document that is still there its ordinal, else −1. */
  private final Int2IntOpenHashMap nowOf = new Int2IntOpenHashMap();

  private GraphUpdate(Vectors vectors, int k, NeighbourGraph earlier, int[] earlierOf) {
    this.vectors = vectors;
    this.k = k;
    this.earlier = earlier;
    this.earlierOf = inOrder(earlierOf);
    nowOf.defaultReturnValue(NONE);
    for (int i = 0; i < this.earlierOf.length; i++) {
      if (this.earlierOf[i] >= 0) {
        nowOf.put(this.earlierOf[i], i);
      }
    }
  }

  /** Compares documents. */
  interface Meeting {
    /** Finds the nearest of some documents among all, and tells their lists. */
    void search(int[] documents, SharedLists lists);

    /** Compares some documents with all, and tells the lists of both. */
    void introduce(int[] documents, SharedLists lists);
  }

  /**
   * What came of it.
   *
   * @param searched documents that were compared with all
   */
  public record Updated(NeighbourGraph graph, int searched) {}

  /**
   * Finds the neighbours.
   *
   * @param vectors of all documents that there are now
   * @param k neighbours of each that were asked for, then and now
   * @param earlier what was found then
   * @param earlierOf for each document its ordinal then, or −1 for those that are new or have
   *     another vector now; none twice
   */
  public static Updated of(
      Vectors vectors, int k, NeighbourGraph earlier, int[] earlierOf, StageContext context) {
    return new GraphUpdate(vectors, k, earlier, earlierOf).run(context);
  }

  private Meeting meeting(int all, StageContext context) {
    if (vectors instanceof DenseVectors dense) {
      return of(new DenseMeeting(dense, k, all, context));
    }
    if (vectors instanceof SparseVectors sparse) {
      return of(new SparseMeeting(sparse, all, context));
    }
    throw new IllegalArgumentException("vectors: " + vectors.getClass());
  }

  private static Meeting of(DenseMeeting meeting) {
    return new Meeting() {
      @Override
      public void search(int[] documents, SharedLists lists) {
        meeting.search(documents, lists);
      }

      @Override
      public void introduce(int[] documents, SharedLists lists) {
        meeting.introduce(documents, lists);
      }
    };
  }

  private static Meeting of(SparseMeeting meeting) {
    return new Meeting() {
      @Override
      public void search(int[] documents, SharedLists lists) {
        meeting.meet(documents, lists, false);
      }

      @Override
      public void introduce(int[] documents, SharedLists lists) {
        meeting.meet(documents, lists, true);
      }
    };
  }

  /** Returns the same without the fewest that do not ascend. */
  private static int[] inOrder(int[] earlierOf) {
    // The longest ascending subsequence: of each length the one that ends lowest.
    int n = earlierOf.length;
    int[] ends = new int[n];
    int[] before = new int[n];
    int length = 0;
    for (int i = 0; i < n; i++) {
      if (earlierOf[i] < 0) {
        continue;
      }
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (earlierOf[ends[middle]] < earlierOf[i]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low == 0 ? NONE : ends[low - 1];
      ends[low] = i;
      length = Math.max(length, low + 1);
    }
    int[] ascending = new int[n];
    Arrays.fill(ascending, NONE);
    for (int i = length == 0 ? NONE : ends[length - 1]; i >= 0; i = before[i]) {
      ascending[i] = earlierOf[i];
    }
    return ascending;
  }

  private Updated run(StageContext context) {
    SharedLists lists = new SharedLists(earlierOf.length, k);
    IntArrayList fresh = new IntArrayList();
    IntArrayList anew = new IntArrayList();
    for (int i = 0; i < earlierOf.length; i++) {
      if (earlierOf[i] < 0) {
        fresh.add(i);
      } else if (isKnown(earlierOf[i])) {
        carry(i, lists);
      } else {
        anew.add(i);
      }
    }
    int searched = fresh.size() + anew.size();
    Meeting meeting = meeting(searched, context);
    if (!anew.isEmpty()) {
      meeting.search(anew.toIntArray(), lists);
    }
    if (!fresh.isEmpty()) {
      meeting.introduce(fresh.toIntArray(), lists);
    }
    return new Updated(lists.toGraph(earlier.recall()), searched);
  }

  /** Returns whether an earlier list says all that there is to say of those that were there. */
  private boolean isKnown(int document) {
    int degree = earlier.degree(document);
    // One that is not full has all who are related at all, if it is exact.
    boolean asked = degree == k || !(earlier.recall() >= 1);
    boolean known = true;
    for (int r = 0; r < degree && asked; r++) {
      known &= nowOf.get(earlier.neighbour(document, r)) >= 0;
    }
    return known;
  }

  private void carry(int document, SharedLists lists) {
    int before = earlierOf[document];
    for (int r = 0; r < earlier.degree(before); r++) {
      int neighbour = nowOf.get(earlier.neighbour(before, r));
      if (neighbour >= 0) {
        lists.offer(document, neighbour, earlier.cosine(before, r));
      }
    }
  }
}
