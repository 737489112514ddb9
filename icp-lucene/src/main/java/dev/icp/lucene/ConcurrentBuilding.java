package dev.icp.lucene;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.util.hnsw.HnswConcurrentMergeBuilder;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Builds a graph on the heap with Lucene's concurrent builder, without an index around it. Lucene
 * draws the levels from its own seed here, and which documents see which is a matter of timing.
 */
final class ConcurrentBuilding {
  /** As many as Lucene was tried with. */
  private static final int MAX_WORKERS = 1024;

  private ConcurrentBuilding() {}

  static OnHeapHnswGraph build(
      RandomVectorScorerSupplier scorers, int connections, int beamWidth, int size, int threads)
      throws IOException {
    int workers = Math.min(threads, MAX_WORKERS);
    // The calling thread is one of the workers.
    ExecutorService others =
        Executors.newFixedThreadPool(Math.max(1, workers - 1), ConcurrentBuilding::daemon);
    try {
      OnHeapHnswGraph empty =
          HnswGraphBuilder.create(scorers, connections, beamWidth, 0, size).getGraph();
      return new HnswConcurrentMergeBuilder(
              new TaskExecutor(others), workers, scorers, connections, beamWidth, empty, null)
          .build(size);
    } finally {
      others.shutdown();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "icp-hnsw");
    thread.setDaemon(true);
    return thread;
  }
}
