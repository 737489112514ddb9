package dev.icp.internal.neighbours.recall;

import dev.icp.internal.base.Shuffle;
import dev.icp.internal.kernel.KMeans;
import dev.icp.internal.neighbours.dense.ExactJoin;
import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.sparse.TrueNeighbours;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Recall;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.util.Arrays;

/** How many of the true nearest neighbours a graph has, found out on some of the documents. */
public final class SampledRecall {
  /** As many as are compared with all at once: what they take does not grow with the sample. */
  private static final int BLOCK = 512;

  /** All are compared with all at once; more would say nothing more. */
  private static final int MAX_SPARSE = 1 << 14;

  private SampledRecall() {}

  /** See {@link dev.icp.NeighbourIndexes#sampledRecall}. */
  public static double of(
      NeighbourGraph graph, SparseVectors vectors, int sample, StageContext context) {
    int[] documents = documents(graph, vectors, Math.min(sample, MAX_SPARSE), context);
    return TrueNeighbours.of(vectors, documents, graph.k(), context).recallOf(graph);
  }

  /** See {@link dev.icp.NeighbourIndexes#sampledRecall}. */
  public static double of(
      NeighbourGraph graph, DenseVectors vectors, int sample, StageContext context) {
    int[] documents = documents(graph, vectors, sample, context);
    ExactJoin exact = new ExactJoin();
    Recall recall = new Recall();
    for (int first = 0; first < documents.length; first += BLOCK) {
      int[] block = Arrays.copyOfRange(documents, first, Math.min(documents.length, first + BLOCK));
      NeighbourLists truth = exact.ofSome(vectors, block, graph.k(), context);
      for (int i = 0; i < block.length; i++) {
        float least = Recall.least(truth.cosine(i, truth.degree(i) - 1));
        int near = 0;
        for (int r = 0; r < graph.degree(block[i]); r++) {
          near += vectors.cosine(block[i], graph.neighbour(block[i], r)) >= least ? 1 : 0;
        }
        recall.add(truth.degree(i), near);
      }
    }
    return recall.share();
  }

  /** Returns the documents to look at; none where there is no one to be a neighbour. */
  private static int[] documents(
      NeighbourGraph graph, Vectors vectors, int sample, StageContext context) {
    int n = vectors.size();
    if (graph.size() != n) {
      throw new IllegalArgumentException(
          "graph: " + graph.size() + " documents, for " + n + " vectors");
    }
    if (sample < 1) {
      throw new IllegalArgumentException("sample: " + sample + ", expected 1 or more");
    }
    if (n < 2) {
      return new int[0];
    }
    // A purpose of its own: no index has set itself up by these documents.
    return KMeans.sample(
        n, Math.min(sample, n), Shuffle.random(context.seed(), "recall of a finished graph"));
  }
}
