package dev.icp.internal.neighbours.dense;

import dev.icp.internal.base.Division;
import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.StageContext;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The exact k nearest of all dense vectors, by comparing all with all, each pair once: block by
 * block of columns, the rows up to the block's end, and both documents of a pair hear of each
 * other.
 */
public final class ExactJoin implements NeighbourIndex<DenseVectors> {
  private final BlockKernel kernel;

  /** With the fastest kernel. */
  public ExactJoin() {
    this(BlockKernel.best());
  }

  ExactJoin(BlockKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public NeighbourGraph neighbours(DenseVectors vectors, int k, StageContext context) {
    int n = vectors.size();
    SharedLists lists = new SharedLists(n, k);
    int width = kernel.columns(vectors.dimension());
    int blocks = (n + width - 1) / width;
    ConcurrentLinkedQueue<BlockJoin> idle = new ConcurrentLinkedQueue<>();
    AtomicLong pairs = new AtomicLong();
    double all = (double) n * n / 2;
    context.forEach(
        blocks,
        task -> {
          BlockJoin join = idle.poll();
          if (join == null) {
            join = new BlockJoin(kernel, vectors, lists, Math.min(width, n));
          }
          // The last block has the most rows: it starts first.
          int first = (blocks - 1 - task) * width;
          int count = Math.min(width, n - first);
          join.columns(first, count);
          join.rowsBefore(first + count);
          idle.add(join);
          double done = pairs.addAndGet((long) count * (first + count / 2));
          context.progress(Math.min(n, (long) (n * (done / all))), n);
        });
    return lists.toGraph(1);
  }

  /** Returns the exact neighbours of some documents, by place in {@code documents}. */
  public NeighbourLists ofSome(DenseVectors vectors, int[] documents, int k, StageContext context) {
    SharedLists lists = new SharedLists(vectors.size(), k, documents);
    compare(vectors, documents, lists, context);
    return lists.lists();
  }

  /** Compares some documents, as many as a block has columns, with all; tells the lists of both. */
  void compare(DenseVectors vectors, int[] documents, SharedLists lists, StageContext context) {
    int n = vectors.size();
    int block = 4096;
    ConcurrentLinkedQueue<BlockJoin> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        Division.roundedUp(n, block),
        task -> {
          BlockJoin join = idle.poll();
          if (join == null) {
            join = new BlockJoin(kernel, vectors, lists, documents.length);
            join.columns(documents, 0, documents.length);
          }
          join.rows(task * block, Math.min(n, (task + 1) * block));
          idle.add(join);
        });
  }

  @Override
  public String fingerprint() {
    return "exact:1";
  }
}
