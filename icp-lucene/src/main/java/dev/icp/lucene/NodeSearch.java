package dev.icp.lucene;

import it.unimi.dsi.fastutil.ints.IntArrayList;
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
  private final Links links;
  private final IntArrayList found = new IntArrayList();
  private float[] scores = new float[0];
  private long visited;

  /** Where a search goes along. */
  interface Links {
    /**
     * Finds nodes near to a node.
     *
     * @param scorer scores the node against others
     * @param known nodes that are known to be near
     * @param width nodes kept in sight, 1 or more
     * @param found gets them, the node itself maybe among them, none twice
     * @return how many nodes were compared
     */
    long search(
        int node,
        UpdateableRandomVectorScorer scorer,
        CollectedLists known,
        int width,
        IntArrayList found)
        throws IOException;
  }

  NodeSearch(Links links, UpdateableRandomVectorScorer scorer) {
    this.links = links;
    this.scorer = scorer;
  }

  /**
   * Links of the lowest level of a graph, where all nodes are, followed from the node itself and
   * those that are known to be near: a descent through the levels above would only lead there.
   */
  static Links lowestLevel(OnHeapHnswGraph graph) {
    GraphView view = new GraphView(graph);
    HnswGraphSearcher searcher =
        new HnswGraphSearcher(new NeighborQueue(1, true), new FixedBitSet(graph.size()));
    return (node, scorer, known, width, found) -> {
      int[] start = new int[1 + Math.min(width - 1, known.degree(node))];
      start[0] = node;
      for (int i = 1; i < start.length; i++) {
        start[i] = known.neighbour(node, i - 1);
      }
      GraphBuilderKnnCollector near = searcher.searchLevel(scorer, width, 0, start, view);
      long visited = near.visitedCount();
      while (near.size() > 0) {
        found.add(near.popNode());
      }
      return visited;
    };
  }

  /**
   * Finds the nodes near to a node.
   *
   * @param width nodes kept in sight, 1 or more
   */
  void along(int node, CollectedLists known, int width) throws IOException {
    found.clear();
    scorer.setScoringOrdinal(node);
    visited = links.search(node, scorer, known, width, found);
    found.rem(node);
    if (scores.length < found.size()) {
      scores = new float[found.size()];
    }
    for (int i = 0; i < found.size(); i++) {
      scores[i] = scorer.score(found.getInt(i));
    }
  }

  /** Offers what was found to the node's list. */
  void offerTo(CollectedLists lists, int node) {
    for (int i = 0; i < found.size(); i++) {
      lists.offer(node, found.getInt(i), scores[i]);
    }
  }

  /** Returns how many nodes of a score, or a higher one, were found. */
  int countFrom(float least) {
    int reaching = 0;
    for (int i = 0; i < found.size(); i++) {
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
