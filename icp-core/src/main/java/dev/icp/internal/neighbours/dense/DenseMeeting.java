package dev.icp.internal.neighbours.dense;

import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.StageContext;
import java.util.Arrays;

/** Compares some dense vectors with all, some at a time. */
public final class DenseMeeting {
  private final BlockKernel kernel = BlockKernel.best();
  private final DenseVectors vectors;
  private final int k;
  private final int all;
  private final StageContext context;
  private int done;

  /**
   * @param all how many will be compared, for the progress
   */
  public DenseMeeting(DenseVectors vectors, int k, int all, StageContext context) {
    this.vectors = vectors;
    this.k = k;
    this.all = all;
    this.context = context;
  }

  /** Finds the nearest of some documents, and tells their lists. */
  public void search(int[] documents, SharedLists lists) {
    ExactJoin exact = new ExactJoin(kernel);
    for (int first = 0; first < documents.length; first += width()) {
      int[] part = part(documents, first);
      NeighbourLists found = exact.ofSome(vectors, part, k, context);
      for (int i = 0; i < part.length; i++) {
        for (int r = 0; r < found.degree(i); r++) {
          lists.offer(part[i], found.neighbour(i, r), found.cosine(i, r));
        }
      }
      done += part.length;
      context.progress(done, all);
    }
  }

  /** Compares some documents with all, and tells the lists of both. */
  public void introduce(int[] documents, SharedLists lists) {
    ExactJoin exact = new ExactJoin(kernel);
    for (int first = 0; first < documents.length; first += width()) {
      int[] part = part(documents, first);
      exact.compare(vectors, part, lists, context);
      done += part.length;
      context.progress(done, all);
    }
  }

  private int width() {
    return kernel.columns(vectors.dimension());
  }

  private int[] part(int[] documents, int first) {
    return Arrays.copyOfRange(documents, first, Math.min(documents.length, first + width()));
  }
}
