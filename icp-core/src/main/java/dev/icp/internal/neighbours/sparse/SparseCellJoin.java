package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.base.Shuffle;
import dev.icp.internal.kernel.KMeans;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Nearly the k nearest of all sparse vectors, in a time for each that hardly grows with their
 * number: documents are put into cells of some hundred, each visits the cells nearest to it and is
 * compared there with all members; then the members of each cell are compared with the cell's
 * closure, their neighbours and the neighbours of those. Whatever is compared, both hear of each
 * other. More visits and further closures follow until the wanted recall is reached on a sample
 * whose neighbours are known exactly. Small corpora are compared all with all.
 */
public final class SparseCellJoin implements NeighbourIndex<SparseVectors> {
  private static final int EXACT_BELOW = 100_000;
  private static final int CELL_SIZE = 500;

  /** From so many cells on their number grows like the root of the number of documents. */
  private static final int MANY_CELLS = 4_000;

  private static final int FIRST_VISITS = 2;
  private static final int VISITS_AT_ONCE = 8;
  private static final int MAX_VISITS = 64;

  /** A closure leaves about so much of what visits missed. */
  private static final double CLOSING = 0.5;

  /** A closure has at most so many documents for each member. */
  private static final int CLOSURE = 8;

  private static final int SAMPLE = 512;
  private static final int KNOWN = 0;
  private static final int UNSEEN = 1;

  /** What such a sample may be off by. */
  private static final double SAFETY = 0.01;

  private final double recall;
  private final int exactBelow;
  private final int cellSize;

  /** See {@link dev.icp.NeighbourIndexes#invertedIndex(double)}. */
  public SparseCellJoin(double recall) {
    this(recall, EXACT_BELOW, CELL_SIZE);
  }

  public SparseCellJoin(double recall, int exactBelow, int cellSize) {
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException("recall: " + recall + ", expected above 0 and at most 1");
    }
    this.recall = recall;
    this.exactBelow = exactBelow;
    this.cellSize = cellSize;
  }

  @Override
  public NeighbourGraph neighbours(SparseVectors vectors, int k, StageContext context) {
    return IdenticalRows.join(
        vectors,
        k,
        context.storage(),
        distinct ->
            distinct.size() < Math.max(2, exactBelow) || recall == 1
                ? exact(distinct, k, context)
                : new Join(distinct, k, context).run());
  }

  private static IdenticalRows.Joined exact(SparseVectors vectors, int k, StageContext context) {
    return new IdenticalRows.Joined(new InvertedIndexJoin().lists(vectors, k, context), 1);
  }

  @Override
  public String fingerprint() {
    return "inverted-index:2:" + recall;
  }

  /** One run over vectors of which no two are equal. */
  private final class Join {
    private final SparseVectors vectors;
    private final StageContext context;
    private final SharedLists lists;
    // Two samples side by side: the one says when to stop, the other what has come of it.
    private final TrueNeighbours truth;
    private final double wanted = Math.min(recall + SAFETY, (1 + recall) / 2);
    private final ConcurrentLinkedQueue<SparseBlockJoin> idle = new ConcurrentLinkedQueue<>();

    /** Share of the work that is said to be done. */
    private double progress;

    Join(SparseVectors vectors, int k, StageContext context) {
      this.vectors = vectors;
      this.context = context;
      int n = vectors.size();
      lists = new SharedLists(n, k);
      int[] sample =
          KMeans.sample(n, Math.min(n, 2 * SAMPLE), Shuffle.random(context.seed(), "recall"));
      truth = TrueNeighbours.of(vectors, sample, k, context);
    }

    IdenticalRows.Joined run() {
      SparseCells cells = SparseCells.train(vectors, cellCount(), context);
      SparseVisits visits = new SparseVisits(vectors, cells, 0, VISITS_AT_ONCE, context);
      CellMembers members = visits.visitors(0, 1);
      int first = 0;
      for (int from = 0, to = FIRST_VISITS; to <= MAX_VISITS; from = to, to *= 2) {
        if (to > first + visits.ranks()) {
          first = from;
          visits = new SparseVisits(vectors, cells, from, to, context);
        }
        join(members, visits.visitors(from, to)::of);
        if (1 - CLOSING * (1 - recall(KNOWN)) >= wanted) {
          close(members, visits, to);
          if (recall(KNOWN) >= wanted) {
            return new IdenticalRows.Joined(lists.lists(), recall(UNSEEN));
          }
        }
      }
      return exact(vectors, lists.lists().k(), context);
    }

    private double recall(int sample) {
      return truth.recallOf(lists.toGraph(Double.NaN), sample, 2);
    }

    private int cellCount() {
      double cells = Math.max(1, vectors.size() / (double) cellSize);
      double fewer = cells <= MANY_CELLS ? cells : Math.sqrt(cells * MANY_CELLS);
      return (int) Math.min(SparseCells.MAX_CELLS, fewer);
    }

    /** The closures are found before any list changes, so that they depend on no one's speed. */
    private void close(CellMembers members, SparseVisits visits, int visited) {
      int[][] closures = new int[members.cells()][];
      context.forEach(
          closures.length,
          c -> {
            int[] own = members.of(c);
            closures[c] =
                CellClosure.of(
                    own, lists.lists(), d -> visits.visits(d, c, visited), CLOSURE * own.length);
          });
      join(members, c -> closures[c]);
    }

    private void join(CellMembers members, IntFunction<int[]> visitors) {
      int n = vectors.size();
      AtomicLong joined = new AtomicLong();
      // How many joins it will take is not known: each counts as half of what is left.
      double part = (1 - progress) / 2;
      context.forEach(
          members.cells(),
          cell -> {
            SparseBlockJoin join = idle.poll();
            if (join == null) {
              join = new SparseBlockJoin(vectors, lists);
            }
            join.join(members.of(cell), visitors.apply(cell));
            idle.add(join);
            double share = joined.addAndGet(members.count(cell)) / (double) n;
            context.progress((long) (n * (progress + part * share)), n);
          });
      progress += part;
    }
  }
}
