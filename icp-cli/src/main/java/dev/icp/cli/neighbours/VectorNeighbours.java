package dev.icp.cli.neighbours;

import dev.icp.NeighbourIndexes;
import dev.icp.cli.shared.DenseMethod;
import dev.icp.formats.NpyVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import java.util.function.Consumer;

/** Neighbours of vectors in a file. */
final class VectorNeighbours {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private VectorNeighbours() {}

  /**
   * @param wanted share of the true neighbours
   * @param sample documents to measure the recall on; 0 for none
   * @param remarks hears what is to be said of what was done
   */
  static FoundNeighbours find(
      NpyVectors vectors,
      int k,
      DenseMethod method,
      double wanted,
      int sample,
      Consumer<String> remarks,
      TimedContext context) {
    long start = System.nanoTime();
    NeighbourGraph graph = method.index(wanted, remarks).neighbours(vectors, k, context);
    long end = System.nanoTime();
    // Building the graph is the first half of what HNSW says it has to do.
    long built =
        switch (method) {
          case BLOCKED, EXACT -> start;
          case HNSW, HNSW_PLAIN -> Math.min(end, context.halfway());
        };
    return new FoundNeighbours(
        graph,
        vectors.dimension(),
        method.label(),
        (built - start) / 1e9,
        (end - built) / 1e9,
        recall(graph, vectors, method, sample, context));
  }

  private static double recall(
      NeighbourGraph graph,
      NpyVectors vectors,
      DenseMethod method,
      int sample,
      StageContext context) {
    if (method == DenseMethod.EXACT) {
      return 1;
    }
    return sample == 0
        ? Double.NaN
        : NeighbourIndexes.sampledRecall(graph, vectors, sample, context);
  }

  /** Returns whether the kernels that Java has no faster ones for can be used. */
  static boolean areFast() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }
}
