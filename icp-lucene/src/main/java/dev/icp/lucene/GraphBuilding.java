package dev.icp.lucene;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.util.hnsw.HnswConcurrentMergeBuilder;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/** Builds a graph on the heap, without an index around it. */
record GraphBuilding(RandomVectorScorerSupplier scorers, int connections, int beamWidth) {

  /**
   * Inserts one document after the other.
   *
   * @param seed decides how high each document reaches
   * @param inserted is told how many documents are in
   */
  OnHeapHnswGraph oneByOne(int size, long seed, LongConsumer inserted) throws IOException {
    HnswGraphBuilder builder = builder(seed, size);
    for (int node = 0; node < size; node++) {
      builder.addGraphNode(node);
      inserted.accept(node + 1);
    }
    return builder.getCompletedGraph();
  }

  /**
   * Inserts documents from several threads at once. Lucene draws the levels from its own seed here,
   * and which documents see which is a matter of timing.
   */
  OnHeapHnswGraph concurrently(int size, int workers) throws IOException {
    // The calling thread is one of the workers.
    try (ExecutorService others =
        Executors.newFixedThreadPool(workers - 1, GraphBuilding::daemon)) {
      OnHeapHnswGraph empty = builder(0, size).getGraph();
      return new HnswConcurrentMergeBuilder(
              new TaskExecutor(others), workers, scorers, connections, beamWidth, empty, null)
          .build(size);
    }
  }

  private HnswGraphBuilder builder(long seed, int size) throws IOException {
    return HnswGraphBuilder.create(scorers, connections, beamWidth, seed, size);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "icp-hnsw");
    thread.setDaemon(true);
    return thread;
  }
}
