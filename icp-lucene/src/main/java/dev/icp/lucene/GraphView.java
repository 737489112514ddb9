package dev.icp.lucene;

import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.NeighborArray;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * One thread's cursor over a finished graph on the heap, whose own cursor all threads would share.
 */
final class GraphView extends HnswGraph {
  private static final int[] NONE = {};

  private final OnHeapHnswGraph graph;
  private int[] nodes = NONE;
  private int count;
  private int next;

  GraphView(OnHeapHnswGraph graph) {
    this.graph = graph;
  }

  @Override
  public void seek(int level, int node) {
    NeighborArray neighbours = graph.getNeighbors(level, node);
    nodes = neighbours.nodes();
    count = neighbours.size();
    next = 0;
  }

  @Override
  public int nextNeighbor() {
    return next < count ? nodes[next++] : DocIdSetIterator.NO_MORE_DOCS;
  }

  @Override
  public int neighborCount() {
    return count;
  }

  @Override
  public int size() {
    return graph.size();
  }

  @Override
  public int numLevels() {
    return graph.numLevels();
  }

  @Override
  public int maxConn() {
    return graph.maxConn();
  }

  @Override
  public int entryNode() {
    return graph.entryNode();
  }

  @Override
  public NodesIterator getNodesOnLevel(int level) {
    return graph.getNodesOnLevel(level);
  }
}
