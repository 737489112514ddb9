package dev.icp.lucene;

import java.io.IOException;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraphBuilder.GraphBuilderKnnCollector;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.NeighborArray;
import org.apache.lucene.util.hnsw.NeighborQueue;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * One thread's means of inserting nodes: a node's links are chosen as {@code HnswGraphBuilder} does
 * it, and made apart from that.
 */
final class NodeLinking {
  private final OnHeapHnswGraph graph;
  private final GraphView view;
  private final UpdateableRandomVectorScorer scorer;
  private final HnswGraphSearcher searcher;
  private final int connections;
  private final int beamWidth;

  NodeLinking(
      OnHeapHnswGraph graph,
      UpdateableRandomVectorScorer scorer,
      int size,
      int connections,
      int beamWidth) {
    this.graph = graph;
    this.scorer = scorer;
    this.connections = connections;
    this.beamWidth = beamWidth;
    view = new GraphView(graph);
    searcher = new HnswGraphSearcher(new NeighborQueue(beamWidth, true), new FixedBitSet(size));
  }

  /** Returns what a node is to be linked to, on each level; changes nothing. */
  NodeLinks[] choose(int node, int highest) throws IOException {
    scorer.setScoringOrdinal(node);
    int[] near = {graph.entryNode()};
    int top = graph.numLevels() - 1;
    for (int level = top; level > highest; level--) {
      near = new int[] {searcher.searchLevel(scorer, 1, level, near, view).popNode()};
    }
    NodeLinks[] links = new NodeLinks[Math.min(top, highest) + 1];
    for (int level = links.length - 1; level >= 0; level--) {
      scorer.setScoringOrdinal(node);
      near = nearestFirst(searcher.searchLevel(scorer, beamWidth, level, near, view));
      links[level] = diverse(node, level, near);
    }
    return links;
  }

  private static int[] nearestFirst(GraphBuilderKnnCollector found) {
    int[] nodes = new int[found.size()];
    for (int place = nodes.length - 1; place >= 0; place--) {
      nodes[place] = found.popNode();
    }
    return nodes;
  }

  /** Takes who is nearer to the node than to all that were taken before. */
  private NodeLinks diverse(int node, int level, int[] nearestFirst) throws IOException {
    float[] scores = new float[nearestFirst.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = scorer.score(nearestFirst[i]);
    }
    int most = level == 0 ? 2 * connections : connections;
    NodeLinks links = new NodeLinks(level, node, Math.min(most, scores.length));
    for (int i = 0; i < scores.length && links.size() < most; i++) {
      scorer.setScoringOrdinal(nearestFirst[i]);
      boolean nearer = true;
      for (int l = 0; l < links.size() && nearer; l++) {
        nearer = scorer.score(links.other(l)) < scores[i];
      }
      if (nearer) {
        links.add(nearestFirst[i], scores[i]);
      }
    }
    return links;
  }

  /** Makes the links of a new node. */
  void setNew(NodeLinks links) {
    NeighborArray array = graph.getNeighbors(links.level(), links.node());
    for (int i = 0; i < links.size(); i++) {
      array.addInOrder(links.other(i), links.score(i));
    }
  }

  /** Adds links to those of a node, which loses some that are not diverse if there are too many. */
  void add(NodeLinks links) throws IOException {
    NeighborArray array = graph.getNeighbors(links.level(), links.node());
    for (int i = 0; i < links.size(); i++) {
      array.addAndEnsureDiversity(links.other(i), links.score(i), links.node(), scorer);
    }
  }
}
