package dev.icp.internal.order;

import java.util.Arrays;

/**
 * Binary trees over documents in the making. A node is a document, or from the number of documents
 * on a joint; joints are numbered as they are made.
 */
final class Dendrogram {
  private static final int JOINED = -1;

  private final int documents;
  private final int[] left;
  private final int[] right;
  private final float[] similarities;

  // By cluster, which is named by its lowest document: the root of its tree.
  private final int[] roots;
  private int joints;

  /** Each document a tree. */
  Dendrogram(int documents) {
    this.documents = documents;
    left = new int[documents];
    right = new int[documents];
    similarities = new float[documents];
    roots = new int[documents];
    Arrays.setAll(roots, i -> i);
  }

  /**
   * Joins the trees of two clusters; the tree is {@code cluster}'s from now on.
   *
   * @param similarity the mean over the pairs of both, or nearly
   */
  void join(int cluster, int other, double similarity) {
    left[joints] = roots[cluster];
    right[joints] = roots[other];
    similarities[joints] = (float) similarity;
    roots[cluster] = documents + joints++;
    roots[other] = JOINED;
  }

  /** Returns the number of documents. */
  int documents() {
    return documents;
  }

  /** Returns the number of joints. */
  int joints() {
    return joints;
  }

  /** Returns whether a document is the name of a cluster. */
  boolean isCluster(int document) {
    return roots[document] != JOINED;
  }

  /** Returns the root of a cluster's tree. */
  int root(int cluster) {
    return roots[cluster];
  }

  /** Returns the tree that was joined to. */
  int left(int joint) {
    return left[joint];
  }

  /** Returns the tree that was joined to it. */
  int right(int joint) {
    return right[joint];
  }

  /** Returns the mean similarity of the documents of both sides. */
  double similarity(int joint) {
    return similarities[joint];
  }
}
