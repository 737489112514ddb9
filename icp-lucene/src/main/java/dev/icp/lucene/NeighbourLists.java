package dev.icp.lucene;

import dev.icp.spi.NeighbourGraph;
import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.HnswGraphBuilder.GraphBuilderKnnCollector;

/** Turns the nodes found into the lists of documents. Confined to one thread. */
final class NeighbourLists {
  private final DistinctVectors distinct;
  private final NodeSearch search;
  private final FloatVectorValues own;
  private final FloatVectorValues others;
  private final int k;
  private final int[] nodes;
  private final float[] nodeCosines;
  private final int[] neighbours;
  private final float[] cosines;

  /**
   * @param width the most nodes that the search finds
   * @param k neighbours of each document, 1 to the number of other documents
   */
  NeighbourLists(DistinctVectors distinct, NodeSearch search, int width, int k) throws IOException {
    this.distinct = distinct;
    this.search = search;
    this.k = k;
    own = distinct.values();
    others = distinct.values();
    nodes = new int[width];
    nodeCosines = new float[width];
    neighbours = new int[k];
    cosines = new float[k];
  }

  /** Sets the lists of all documents of a node. */
  void set(int node, NeighbourGraph.Builder result) throws IOException {
    GraphBuilderKnnCollector found = search.near(node);
    int count = found.size();
    for (int place = count - 1; place >= 0; place--) {
      nodes[place] = found.popNode();
    }
    float[] vector = own.vectorValue(node);
    for (int place = 0; place < Math.min(count, k + 1); place++) {
      // Not made out of the score, (1 + cosine) / 2, in which small cosines lose digits.
      nodeCosines[place] = VectorUtil.dotProduct(vector, others.vectorValue(nodes[place]));
    }
    float itself = VectorUtil.dotProduct(vector, vector);
    for (int d = distinct.first(node); d >= 0; d = distinct.next(d)) {
      int length = addTwins(node, d, itself, 0);
      for (int place = 0; place < count && length < k; place++) {
        if (nodes[place] != node) {
          length = addTwins(nodes[place], d, nodeCosines[place], length);
        }
      }
      result.set(d, neighbours, cosines, length);
    }
  }

  /** Adds the documents of a node but {@code document}, as far as they fit. */
  private int addTwins(int node, int document, float cosine, int length) {
    for (int d = distinct.first(node); d >= 0 && length < k; d = distinct.next(d)) {
      if (d != document) {
        neighbours[length] = d;
        cosines[length++] = cosine;
      }
    }
    return length;
  }
}
