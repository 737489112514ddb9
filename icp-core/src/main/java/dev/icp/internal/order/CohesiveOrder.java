package dev.icp.internal.order;

import dev.icp.Boundary;
import dev.icp.internal.order.Linkage.Scratch;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageContext;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.Serializable;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps contexts on their topic: clusters the neighbour graph bottom up by average linkage and
 * packs the leaves of the tree from left to right, so that whatever stretch of the order a context
 * cuts out is a few whole branches ({@link Leaves} turns them so that cuts part little); within a
 * context each document has the most similar ones before it ({@link WithinContexts}). A path only
 * knows the document before; here the most similar documents are put together first wherever they
 * are, and none is left stranded for the end.
 *
 * <p>Works in rounds, as in agglomerative clustering by reciprocal nearest neighbours (de Rham,
 * <i>La classification hiérarchique ascendante selon la méthode des voisins réciproques</i>, 1980;
 * Murtagh, <i>A survey of recent advances in hierarchical clustering algorithms</i>, 1983): every
 * two clusters that are each other's most similar are joined at once, which for average linkage, as
 * for all that are reducible, gives the same tree as joining the best pair of all again and again.
 * One thing is approximate: where many clusters have one of the two as their most similar, the
 * round also takes in those of them that are nearly as similar to it, at most doubling the pair.
 * Without it, a document that thousands are most similar to would take them in one a round.
 */
public final class CohesiveOrder implements ContextOrderer, Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The part of a pair's similarity that is near enough to be taken in with it. This and {@link
   * #MANY} only matter where one document is the most similar to very many; they were set when the
   * order was written, and the corpora of docs/benchmarks.md have not been tried with others.
   */
  private static final double NEAR = 0.9;

  /** So many must have one of a pair as their most similar before any are taken in with it. */
  private static final int MANY = 32;

  /**
   * More edges than this in all are not worth their memory, large corpora use fewer of each: an
   * edge takes 8 bytes at both its ends, so these take 640 MB beside the graph. Up to 2,000,000
   * documents that is each with its 20 nearest, from 5,000,000 on each with 8.
   */
  private static final int EDGES = 40_000_000;

  private static final int FEWEST_EDGES = 8;
  private static final int BLOCK = 256;

  @Override
  public DocumentOrder order(OrderingProblem problem) {
    Leaves leaves = new Leaves(tree(problem), problem);
    IntArrayList breaks = new IntArrayList();
    for (int i = 0; i < problem.size(); i++) {
      int before = leaves.count();
      if (leaves.write(i) && before > 0) {
        breaks.add(before);
      }
    }
    int[] places = breaks.toIntArray();
    int[] order = leaves.order();
    return DocumentOrder.of(
        isCutAsPlanned(problem) ? WithinContexts.arrange(problem, order, places) : order, places);
  }

  /**
   * Returns whether contexts are cut every so many tokens. Where documents are kept whole, gaps are
   * filled from what comes later: which documents share a context is not known here, and what is
   * arranged for other contexts is worse than what is not.
   */
  static boolean isCutAsPlanned(OrderingProblem problem) {
    return problem.boundary() == Boundary.SPLIT;
  }

  /** Returns the clusters. */
  static Dendrogram tree(OrderingProblem problem) {
    int edges = Math.max(FEWEST_EDGES, EDGES / Math.max(1, problem.size()));
    Linkage linkage = new Linkage(problem.graph(), edges, problem.context());
    Dendrogram dendrogram = new Dendrogram(problem.size());
    new Rounds(linkage, dendrogram, problem.context()).run();
    return dendrogram;
  }

  @Override
  public String fingerprint() {
    return "cohesive:4";
  }

  @Override
  public String toString() {
    return "cohesive";
  }

  /** The rounds of joining. */
  private static final class Rounds {
    private final Linkage linkage;
    private final Dendrogram dendrogram;
    private final StageContext context;
    private final int[] best;
    private final boolean[] marked;
    private final ConcurrentLinkedQueue<Scratch> idle = new ConcurrentLinkedQueue<>();
    private int clusters;

    // This round's groups: the members of group g are members[starts[g] … starts[g + 1] − 1].
    private final IntArrayList members = new IntArrayList();
    private final IntArrayList starts = new IntArrayList();

    // Beside each member: how similar it is to the one that it joins.
    private final DoubleArrayList similarities = new DoubleArrayList();

    Rounds(Linkage linkage, Dendrogram dendrogram, StageContext context) {
      this.linkage = linkage;
      this.dendrogram = dendrogram;
      this.context = context;
      clusters = linkage.documents();
      best = new int[clusters];
      marked = new boolean[clusters];
    }

    void run() {
      int[] stale = new int[best.length];
      Arrays.setAll(stale, i -> i);
      while (stale.length > 0) {
        findBest(stale);
        findGroups(stale);
        stale = joinGroups();
        context.progress(best.length - clusters, best.length);
      }
    }

    private void findBest(int[] stale) {
      forBlocks(
          stale.length,
          (i, scratch) -> {
            linkage.compact(stale[i], scratch);
            best[stale[i]] = linkage.best(stale[i]);
          });
    }

    /** Finds the pairs that are each other's best, and those that join in. */
    private void findGroups(int[] stale) {
      members.clear();
      similarities.clear();
      starts.clear();
      for (int cluster : stale) {
        marked[cluster] = true;
      }
      for (int cluster : stale) {
        int other = best[cluster];
        // Where both are stale the pair is found twice.
        if (other >= 0 && best[other] == cluster && (cluster < other || !marked[other])) {
          starts.add(members.size());
          members.add(Math.min(cluster, other));
          members.add(Math.max(cluster, other));
          double similarity = similarity(cluster, other) / Linkage.ONE;
          similarities.add(similarity);
          similarities.add(similarity);
          addJoining(cluster, other);
        }
      }
      starts.add(members.size());
      for (int cluster : stale) {
        marked[cluster] = false;
      }
    }

    private void addJoining(int a, int b) {
      IntArrayList suitors = new IntArrayList();
      collectSuitors(a, b, suitors);
      collectSuitors(b, a, suitors);
      if (suitors.size() < MANY) {
        return;
      }
      double least = NEAR * similarity(a, b);
      int[] found = suitors.intStream().filter(c -> similarity(c, best[c]) >= least).toArray();
      IntArrays.quickSort(
          found,
          (x, y) -> {
            int order = Double.compare(similarity(y, best[y]), similarity(x, best[x]));
            return order != 0 ? order : Integer.compare(x, y);
          });
      int room = linkage.size(a) + linkage.size(b);
      int previous = -1;
      for (int cluster : found) {
        // A list that is not up to date can name a cluster twice.
        if (cluster != previous && linkage.size(cluster) <= room) {
          members.add(cluster);
          similarities.add(similarity(cluster, best[cluster]) / Linkage.ONE);
          room -= linkage.size(cluster);
        }
        previous = cluster;
      }
    }

    private void collectSuitors(int center, int other, IntArrayList suitors) {
      int[] list = linkage.links(center);
      for (int i = 0; i < list.length; i += 2) {
        int cluster = linkage.cluster(list[i]);
        if (cluster != other && best[cluster] == center) {
          suitors.add(cluster);
        }
      }
    }

    /** The similarity of a cluster and its best. */
    private double similarity(int cluster, int itsBest) {
      return linkage.link(cluster, itsBest)
          / ((double) linkage.size(cluster) * linkage.size(itsBest));
    }

    /** Joins the groups; returns the clusters whose best must be found again. */
    private int[] joinGroups() {
      int groups = starts.size() - 1;
      int[] joined = new int[groups];
      for (int g = 0; g < groups; g++) {
        int cluster = members.getInt(starts.getInt(g));
        for (int m = starts.getInt(g) + 1; m < starts.getInt(g + 1); m++) {
          int other = members.getInt(m);
          int low = Math.min(cluster, other);
          int high = Math.max(cluster, other);
          dendrogram.join(low, high, similarities.getDouble(m));
          linkage.join(low, high);
          cluster = low;
          clusters--;
        }
        joined[g] = cluster;
        marked[cluster] = true;
      }
      int[][] orphans = new int[groups][];
      int[] all = members.elements();
      forBlocks(
          groups,
          (g, scratch) -> {
            linkage.takeLinks(joined[g], all, starts.getInt(g), starts.getInt(g + 1), scratch);
            orphans[g] = orphans(joined[g]);
          });
      IntArrayList stale = new IntArrayList(joined);
      for (int[] some : orphans) {
        stale.addElements(stale.size(), some);
      }
      for (int cluster : joined) {
        marked[cluster] = false;
      }
      return stale.toIntArray();
    }

    /** Returns the clusters whose best has become part of {@code joined}. */
    private int[] orphans(int joined) {
      IntArrayList orphans = new IntArrayList();
      int[] list = linkage.links(joined);
      for (int i = 0; i < list.length; i += 2) {
        if (!marked[list[i]] && linkage.cluster(best[list[i]]) == joined) {
          orphans.add(list[i]);
        }
      }
      return orphans.toIntArray();
    }

    private interface Task {
      void run(int i, Scratch scratch);
    }

    private void forBlocks(int length, Task task) {
      context.forEach(
          (length + BLOCK - 1) / BLOCK,
          block -> {
            Scratch scratch = idle.poll();
            if (scratch == null) {
              scratch = new Scratch(best.length);
            }
            for (int i = block * BLOCK; i < Math.min(length, (block + 1) * BLOCK); i++) {
              task.run(i, scratch);
            }
            idle.add(scratch);
          });
    }
  }
}
