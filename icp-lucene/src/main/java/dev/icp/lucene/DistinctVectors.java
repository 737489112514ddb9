package dev.icp.lucene;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;

/**
 * Which documents have the same vector to the last bit. HNSW links diverse vectors and so loses its
 * way among equal ones; it only gets to see one of each kind. Nodes are numbered by their first
 * document. Immutable.
 */
final class DistinctVectors {
  private static final int NONE = -1;

  private final FloatVectorValues values;
  private final int[] nodes;
  private final int[] first;
  private final int[] next;

  private DistinctVectors(FloatVectorValues values, int[] nodes, int[] first, int[] next) {
    this.values = values;
    this.nodes = nodes;
    this.first = first;
    this.next = next;
  }

  static DistinctVectors of(FloatVectorValues values) throws IOException {
    FloatVectorValues others = values.copy();
    int size = values.size();
    int mask = Integer.highestOneBit(Math.max(1, size)) * 2 - 1;
    int[] table = new int[mask + 1];
    int[] hashes = new int[size];
    int[] nodes = new int[size];
    int[] first = new int[size];
    int[] last = new int[size];
    int[] next = new int[size];
    int count = 0;
    Arrays.fill(table, NONE);
    for (int document = 0; document < size; document++) {
      float[] vector = values.vectorValue(document);
      int hash = Arrays.hashCode(vector);
      int slot = (hash ^ hash >>> 16) & mask;
      while (table[slot] != NONE
          && (hashes[table[slot]] != hash
              || !Arrays.equals(vector, others.vectorValue(first[table[slot]])))) {
        slot = (slot + 1) & mask;
      }
      int node = table[slot];
      if (node == NONE) {
        node = count++;
        table[slot] = node;
        hashes[node] = hash;
        first[node] = document;
      } else {
        next[last[node]] = document;
      }
      last[node] = document;
      nodes[document] = node;
      next[document] = NONE;
    }
    return new DistinctVectors(values, nodes, Arrays.copyOf(first, count), next);
  }

  /** Returns the number of different vectors. */
  int size() {
    return first.length;
  }

  /** Returns the node of a document. */
  int node(int document) {
    return nodes[document];
  }

  /** Returns the lowest document of a node. */
  int first(int node) {
    return first[node];
  }

  /** Returns the next document of the same node, by ordinal, or a negative number. */
  int next(int document) {
    return next[document];
  }

  /** Returns the different vectors by node, for one thread. */
  FloatVectorValues values() throws IOException {
    return new Values(values.copy(), first);
  }

  private static final class Values extends FloatVectorValues {
    private final FloatVectorValues values;
    private final int[] first;

    Values(FloatVectorValues values, int[] first) {
      this.values = values;
      this.first = first;
    }

    @Override
    public float[] vectorValue(int node) throws IOException {
      return values.vectorValue(first[node]);
    }

    @Override
    public int dimension() {
      return values.dimension();
    }

    @Override
    public int size() {
      return first.length;
    }

    @Override
    public FloatVectorValues copy() throws IOException {
      return new Values(values.copy(), first);
    }
  }
}
