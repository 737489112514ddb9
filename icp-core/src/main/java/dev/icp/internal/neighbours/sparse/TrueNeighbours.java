package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.base.Division;
import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Recall;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The exact nearest neighbours of some documents, to measure others' lists by. */
public final class TrueNeighbours {
  private static final int BLOCK = 512;

  private final int[] documents;
  private final NeighbourLists lists;

  private TrueNeighbours(int[] documents, NeighbourLists lists) {
    this.documents = documents;
    this.lists = lists;
  }

  /**
   * Compares some documents with all, which are read once.
   *
   * @param documents at most 65,536
   */
  public static TrueNeighbours of(
      SparseVectors vectors, int[] documents, int k, StageContext context) {
    int n = vectors.size();
    SharedLists lists = new SharedLists(n, k, documents);
    SparseRows sample = new SparseRows();
    vectors.subset(documents).read(0, documents.length, sample);
    RowIndex index = new RowIndex();
    index.index(sample);
    ConcurrentLinkedQueue<float[]> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        Division.roundedUp(n, BLOCK),
        block -> {
          float[] scores = idle.poll();
          if (scores == null) {
            scores = new float[documents.length];
          }
          SparseRows rows = new SparseRows();
          int first = block * BLOCK;
          vectors.read(first, Math.min(BLOCK, n - first), rows);
          for (int r = 0; r < rows.rows(); r++) {
            index.score(rows, r, scores);
            for (int i = 0; i < scores.length; i++) {
              float score = scores[i];
              scores[i] = 0;
              if (score > 0 && score > lists.threshold(documents[i]) && documents[i] != first + r) {
                lists.offer(documents[i], first + r, score);
              }
            }
          }
          idle.add(scores);
        });
    return new TrueNeighbours(documents, lists.lists());
  }

  /** Returns the share of the true neighbours that a graph of all documents has. */
  public double recallOf(NeighbourGraph graph) {
    return recallOf(graph, 0, 1);
  }

  /**
   * Returns the share of the true neighbours of some of the documents that a graph has: {@link
   * Recall}.
   *
   * @param first the place of the first of them
   * @param step how many places further the next ones are
   */
  public double recallOf(NeighbourGraph graph, int first, int step) {
    Recall recall = new Recall();
    for (int i = first; i < documents.length; i += step) {
      int degree = lists.degree(i);
      float least = degree == 0 ? 2 : Recall.least(lists.cosine(i, degree - 1));
      int near = 0;
      for (int r = 0; r < graph.degree(documents[i]) && r < degree; r++) {
        near += graph.cosine(documents[i], r) >= least ? 1 : 0;
      }
      recall.add(degree, near);
    }
    return recall.share();
  }
}
