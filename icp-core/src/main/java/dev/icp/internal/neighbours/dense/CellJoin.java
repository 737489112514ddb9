package dev.icp.internal.neighbours.dense;

import dev.icp.internal.base.Shuffle;
import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.kernel.CellTraining;
import dev.icp.internal.kernel.Centroids;
import dev.icp.internal.kernel.KMeans;
import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.Recall;
import dev.icp.spi.StageContext;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Nearly the k nearest of all dense vectors: k-means cells, each document visits the cells near it,
 * and of every cell the visitors are compared with the members block by block, both hearing of each
 * other. So two documents meet if either visits the other's home. How far documents go is found on
 * a sample whose neighbours are known exactly, such that the wanted recall is reached; where
 * comparing all with all would be cheaper, that is done.
 *
 * <p>Elsewhere this is an IVF-flat index: the cells are its {@code nlist} inverted lists, and the
 * number of cells that a document visits its {@code nprobe}, here another one for each document.
 */
public final class CellJoin implements NeighbourIndex<DenseVectors> {
  /** For fewer documents all are compared with all. */
  public static final int EXACT_BELOW = 10_000;

  private static final int SAMPLE = 256;

  /**
   * A pair costs more in a cell than in a plain exact join, where rows lie side by side; how many
   * times as much was set by trial.
   */
  private static final double OVERHEAD = 1.5;

  private final double recall;
  private final int exactBelow;
  private final double overhead;
  private final BlockKernel kernel;

  /** See {@link dev.icp.NeighbourIndexes#blocked}. */
  public CellJoin(double recall) {
    this(recall, EXACT_BELOW, OVERHEAD, BlockKernel.best());
  }

  public CellJoin(double recall, int exactBelow, double overhead, BlockKernel kernel) {
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException("recall: " + recall + ", expected above 0 and at most 1");
    }
    this.recall = recall;
    this.exactBelow = exactBelow;
    this.overhead = overhead;
    this.kernel = kernel;
  }

  @Override
  public NeighbourGraph neighbours(DenseVectors vectors, int k, StageContext context) {
    int n = vectors.size();
    int sample = Math.min(SAMPLE, n / 4);
    if (n < exactBelow || sample == 0 || recall == 1) {
      return new ExactJoin(kernel).neighbours(vectors, k, context);
    }
    Centroids centroids = CellTraining.train(kernel, vectors, cells(n), context);
    SharedLists lists = new SharedLists(n, k);
    // Two samples side by side: the one sets the margin, the other says what came of it.
    int[] both = recallSample(n, context.seed());
    int[] known = new int[SAMPLE];
    int[] unseen = new int[SAMPLE];
    int[] places = new int[SAMPLE];
    for (int i = 0; i < SAMPLE; i++) {
      known[i] = both[2 * i];
      unseen[i] = both[2 * i + 1];
      places[i] = 2 * i;
    }
    NeighbourLists truth = new ExactJoin(kernel).ofSome(vectors, both, k, context);
    MarginChoice choice = new MarginChoice(vectors, centroids, context);
    float margin = choice.marginFor(recall, known, truth.toGraph(1), places);
    CellAssignment assignment = CellAssignment.of(vectors, centroids, margin, context);
    if (work(assignment) * overhead > (double) n * n / 2) {
      return new ExactJoin(kernel).neighbours(vectors, k, context);
    }
    join(kernel, vectors, assignment, lists, context);
    return lists.toGraph(found(lists, unseen, truth));
  }

  /** Returns how many cells so many documents get. */
  public static int cells(int documents) {
    return Math.min(CellTraining.MAX_CELLS, (int) (2 * Math.sqrt(documents)));
  }

  /**
   * Returns the documents on which the margin is found and the recall is measured, in turns;
   * ascending.
   */
  public static int[] recallSample(int documents, long seed) {
    return KMeans.sample(documents, 2 * SAMPLE, Shuffle.random(seed, "recall"));
  }

  private static double work(CellAssignment assignment) {
    double pairs = 0;
    for (int cell : assignment.byWork()) {
      pairs += (double) assignment.memberCount(cell) * assignment.visitorCount(cell);
    }
    return pairs;
  }

  /**
   * Joins cells that were chosen before: of each the visitors with the members.
   *
   * @return the neighbours that met
   */
  public static NeighbourGraph join(
      DenseVectors vectors, CellAssignment assignment, int k, StageContext context) {
    SharedLists lists = new SharedLists(vectors.size(), k);
    join(BlockKernel.best(), vectors, assignment, lists, context);
    return lists.toGraph(Double.NaN);
  }

  private static void join(
      BlockKernel kernel,
      DenseVectors vectors,
      CellAssignment assignment,
      SharedLists lists,
      StageContext context) {
    int n = vectors.size();
    int width = kernel.columns(vectors.dimension());
    int[] cells = assignment.byWork();
    double all = work(assignment);
    AtomicLong pairs = new AtomicLong();
    ConcurrentLinkedQueue<BlockJoin> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        cells.length,
        task -> {
          BlockJoin join = idle.poll();
          if (join == null) {
            join = new BlockJoin(kernel, vectors, lists, width);
          }
          int cell = cells[task];
          int members = assignment.memberCount(cell);
          for (int m = 0; m < members; m += width) {
            join.columns(
                assignment.members(),
                assignment.memberStart(cell) + m,
                Math.min(width, members - m));
            join.rows(
                assignment.visitors(),
                assignment.visitorStart(cell),
                assignment.visitorCount(cell));
          }
          idle.add(join);
          double done = pairs.addAndGet((long) members * assignment.visitorCount(cell));
          context.progress(Math.min(n, (long) (n * (done / all))), n);
        });
  }

  /** Returns the share of the unseen documents' true neighbours that are in their lists. */
  private static double found(SharedLists lists, int[] unseen, NeighbourLists truth) {
    Recall recall = new Recall();
    NeighbourLists all = lists.lists();
    for (int i = 0; i < unseen.length; i++) {
      int place = 2 * i + 1;
      int degree = truth.degree(place);
      float least = degree == 0 ? 2 : Recall.least(truth.cosine(place, degree - 1));
      int near = 0;
      for (int r = 0; r < all.degree(unseen[i]); r++) {
        near += all.cosine(unseen[i], r) >= least ? 1 : 0;
      }
      recall.add(degree, near);
    }
    return recall.share();
  }

  @Override
  public String fingerprint() {
    return "blocked:2:" + recall;
  }
}
