package dev.icp.bench;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;

/** JVector's graph with full vectors, on the heap, settings as its own benchmarks have them. */
final class JVectorGraph implements SearchableGraph {
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private final RandomAccessVectorValues vectors;
  private final ImmutableGraphIndex graph;
  private final ConcurrentLinkedQueue<GraphSearcher> idle = new ConcurrentLinkedQueue<>();

  private JVectorGraph(RandomAccessVectorValues vectors, ImmutableGraphIndex graph) {
    this.vectors = vectors;
    this.graph = graph;
  }

  /** Its degree is that of the lowest level, so it gets twice the connections. */
  static JVectorGraph build(float[][] rows, int connections, int beamWidth, int threads)
      throws IOException {
    int dimension = rows[0].length;
    VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
    List<VectorFloat<?>> list = new ArrayList<>();
    for (float[] row : rows) {
      list.add(types.createFloatVector(row));
    }
    RandomAccessVectorValues vectors = new ListRandomAccessVectorValues(list, dimension);
    BuildScoreProvider scores =
        BuildScoreProvider.randomAccessScoreProvider(vectors, VectorSimilarityFunction.DOT_PRODUCT);
    try (ForkJoinPool pool = new ForkJoinPool(threads);
        GraphIndexBuilder builder =
            GraphIndexBuilder.builder(scores, dimension, 2 * connections)
                .withBeamWidth(beamWidth)
                .withNeighborOverflow(OVERFLOW)
                .withAlpha(ALPHA)
                .withSimdExecutor(pool)
                .withParallelExecutor(pool)
                .build()) {
      return new JVectorGraph(vectors, builder.build(vectors));
    }
  }

  @Override
  public int[] near(int document, int width, int k) {
    GraphSearcher searcher = idle.poll();
    if (searcher == null) {
      searcher = new GraphSearcher(graph);
    }
    var scores =
        DefaultSearchScoreProvider.exact(
            vectors.getVector(document), VectorSimilarityFunction.DOT_PRODUCT, vectors);
    var found = searcher.search(scores, k + 1, width, 0, 0, Bits.ALL).getNodes();
    idle.add(searcher);
    return Arrays.stream(found)
        .mapToInt(hit -> hit.node)
        .filter(node -> node != document)
        .limit(k)
        .toArray();
  }

  @Override
  public void close() throws IOException {
    for (GraphSearcher searcher : idle) {
      searcher.close();
    }
    graph.close();
  }
}
