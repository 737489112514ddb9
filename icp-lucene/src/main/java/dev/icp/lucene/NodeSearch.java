package dev.icp.lucene;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraphBuilder.GraphBuilderKnnCollector;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.NeighborQueue;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * Finds the nodes nearest to a node. Confined to one thread; what is found does not depend on what
 * was searched before.
 */
final class NodeSearch {
  private final UpdateableRandomVectorScorer scorer;
  private final GraphView view;
  private final HnswGraphSearcher searcher;
  private int[] nodes = new int[0];
  private float[] scores = new float[0];
  private int count;
  private long visited;

  NodeSearch(OnHeapHnswGraph graph, UpdateableRandomVectorScorer scorer) {
    this.scorer = scorer;
    view = new GraphView(graph);
    searcher = new HnswGraphSearcher(new NeighborQueue(1, true), new FixedBitSet(graph.size()));
  }

  /**
   * Follows the links of the lowest level, where all nodes are, from the node itself and those that
   * are known to be near: a descent through the levels above would only lead there.
   *
   * @param width nodes kept in sight, 1 or more
   */
  void along(int node, CollectedLists known, int width) throws IOException {
    scorer.setScoringOrdinal(node);
    int[] start = new int[1 + Math.min(width - 1, known.degree(node))];
    start[0] = node;
    for (int i = 1; i < start.length; i++) {
      start[i] = known.neighbour(node, i - 1);
    }
    GraphBuilderKnnCollector found = searcher.searchLevel(scorer, width, 0, start, view);
    visited = found.visitedCount();
    take(node, found);
  }

  private void take(int node, GraphBuilderKnnCollector found) throws IOException {
    if (nodes.length < found.size()) {
      nodes = new int[found.size()];
      scores = new float[found.size()];
    }
    count = 0;
    while (found.size() > 0) {
      int other = found.popNode();
      if (other != node) {
        scores[count] = scorer.score(other);
        nodes[count++] = other;
      }
    }
  }

  /** Offers what was found to the node's list. */
  void offerTo(CollectedLists lists, int node) {
    for (int i = 0; i < count; i++) {
      lists.offer(node, nodes[i], scores[i]);
    }
  }

  /** Returns how many nodes of a score, or a higher one, were found. */
  int countFrom(float least) {
    int reaching = 0;
    for (int i = 0; i < count; i++) {
      reaching += scores[i] >= least ? 1 : 0;
    }
    return reaching;
  }

  /** Returns how many nodes were compared. */
  long visited() {
    return visited;
  }

  /** Compares a node with all others, and returns the score of the k-th nearest. */
  float[] everywhere(int node, int k) throws IOException {
    scorer.setScoringOrdinal(node);
    float[] best = new float[k];
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    for (int other = 0; other < scorer.maxOrd(); other++) {
      float score = other == node ? Float.NEGATIVE_INFINITY : scorer.score(other);
      if (score > best[0]) {
        int place = 0;
        for (; place + 1 < k && best[place + 1] < score; place++) {
          best[place] = best[place + 1];
        }
        best[place] = score;
      }
    }
    return best;
  }
}
