package dev.icp.lucene;

import java.io.IOException;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraphBuilder.GraphBuilderKnnCollector;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.NeighborQueue;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * Finds the nodes nearest to a node, itself included. Confined to one thread; what is found does
 * not depend on what was searched before.
 */
interface NodeSearch {
  /** Returns the nodes found, to be emptied by the caller before the next search. */
  GraphBuilderKnnCollector near(int node) throws IOException;

  /**
   * Compares with all nodes.
   *
   * @param width nodes wanted, 1 or more
   */
  static NodeSearch everywhere(UpdateableRandomVectorScorer scorer, int width) {
    GraphBuilderKnnCollector found = new GraphBuilderKnnCollector(width);
    return node -> {
      scorer.setScoringOrdinal(node);
      for (int other = 0; other < scorer.maxOrd(); other++) {
        found.collect(other, scorer.score(other));
      }
      return found;
    };
  }

  /**
   * Follows the links of the lowest level, where all nodes are, from the node itself: a descent
   * through the levels above would only lead there.
   *
   * @param width nodes kept in sight, 1 or more
   */
  static NodeSearch along(OnHeapHnswGraph graph, UpdateableRandomVectorScorer scorer, int width) {
    GraphView view = new GraphView(graph);
    HnswGraphSearcher searcher =
        new HnswGraphSearcher(new NeighborQueue(width, true), new FixedBitSet(graph.size()));
    return node -> {
      scorer.setScoringOrdinal(node);
      return searcher.searchLevel(scorer, width, 0, new int[] {node}, view);
    };
  }
}
