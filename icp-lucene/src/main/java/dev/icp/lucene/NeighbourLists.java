package dev.icp.lucene;

import dev.icp.spi.NeighbourGraph;
import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.VectorUtil;

/** Turns the nodes found into the lists of documents. Confined to one thread. */
final class NeighbourLists {
  private final DistinctVectors distinct;
  private final CollectedLists lists;
  private final FloatVectorValues own;
  private final FloatVectorValues others;
  private final int k;
  private final float[] nodeCosines;
  private final int[] neighbours;
  private final float[] cosines;

  /**
   * @param lists the nodes found
   * @param k neighbours of each document, 1 to the number of other documents
   */
  public NeighbourLists(DistinctVectors distinct, CollectedLists lists, int k) throws IOException {
    this.distinct = distinct;
    this.lists = lists;
    this.k = k;
    own = distinct.values();
    others = distinct.values();
    nodeCosines = new float[lists.k()];
    neighbours = new int[k];
    cosines = new float[k];
  }

  /** Sets the lists of all documents of a node. */
  void set(int node, NeighbourGraph.Builder result) throws IOException {
    int count = lists.degree(node);
    float[] vector = own.vectorValue(node);
    for (int r = 0; r < count; r++) {
      // Not made out of the score, (1 + cosine) / 2, in which small cosines lose digits.
      nodeCosines[r] = VectorUtil.dotProduct(vector, others.vectorValue(lists.neighbour(node, r)));
    }
    float itself = VectorUtil.dotProduct(vector, vector);
    for (int d = distinct.first(node); d >= 0; d = distinct.next(d)) {
      int length = addTwins(node, d, itself, 0);
      for (int r = 0; r < count && length < k; r++) {
        length = addTwins(lists.neighbour(node, r), d, nodeCosines[r], length);
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
