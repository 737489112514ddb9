package dev.icp.internal.neighbours.graph;

import dev.icp.spi.NeighbourGraph;

/**
 * The k best neighbours of each document found so far, in arrays of {@value #CHUNK} documents each
 * so that no array is too long. A list is sorted at all times: higher cosine first, equal cosines
 * by the lower ordinal; so it does not depend on the order of the offers. Different documents'
 * lists may be changed from different threads at once.
 */
public final class NeighbourLists {
  private static final int SHIFT = 14;
  private static final int CHUNK = 1 << SHIFT;
  private static final int MASK = CHUNK - 1;

  private final int size;
  private final int k;
  private final int[][] neighbours;
  private final float[][] cosines;
  private final int[] degrees;

  /** Empty lists; longer ones than there are other documents would only waste memory. */
  public NeighbourLists(int size, int k) {
    this(size, k, size);
  }

  /** Empty lists of {@code size} documents, of neighbours among {@code candidates}. */
  public NeighbourLists(int size, int k, int candidates) {
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size);
    }
    if (k < 1) {
      throw new IllegalArgumentException("k: " + k + ", expected 1 or more");
    }
    this.size = size;
    this.k = most(k, candidates);
    int chunks = (int) ((size + (long) MASK) >> SHIFT);
    neighbours = new int[chunks][];
    cosines = new float[chunks][];
    degrees = new int[size];
    for (int c = 0; c < chunks; c++) {
      int rows = Math.min(CHUNK, size - (c << SHIFT));
      neighbours[c] = new int[Math.multiplyExact(rows, this.k)];
      cosines[c] = new float[rows * this.k];
    }
  }

  /** Returns how long a list can become of {@code k} neighbours among {@code candidates}. */
  public static int most(int k, int candidates) {
    return Math.max(1, Math.min(k, candidates - 1));
  }

  int size() {
    return size;
  }

  public int k() {
    return k;
  }

  /** Returns how many neighbours a document has so far. */
  public int degree(int document) {
    return degrees[document];
  }

  /** Returns the neighbour of the given rank, 0 being the nearest. */
  public int neighbour(int document, int rank) {
    return neighbours[document >> SHIFT][(document & MASK) * k + rank];
  }

  /** Returns the cosine to the neighbour of the given rank. */
  public float cosine(int document, int rank) {
    return cosines[document >> SHIFT][(document & MASK) * k + rank];
  }

  /** Returns the cosine below which an offer is in vain; negative infinity while there is room. */
  public float threshold(int document) {
    return degrees[document] < k ? Float.NEGATIVE_INFINITY : cosine(document, k - 1);
  }

  /**
   * Puts a neighbour, which must not be in the list yet, where it belongs, if it is good enough.
   */
  public void offer(int document, int neighbour, float cosine) {
    float score = Math.max(-1, Math.min(1, cosine));
    int[] ids = neighbours[document >> SHIFT];
    float[] scores = cosines[document >> SHIFT];
    int base = (document & MASK) * k;
    int last = base + degrees[document];
    if (degrees[document] == k) {
      last--;
      if (!better(score, neighbour, scores[last], ids[last])) {
        return;
      }
    } else {
      degrees[document]++;
    }
    int p = last;
    while (p > base && better(score, neighbour, scores[p - 1], ids[p - 1])) {
      ids[p] = ids[p - 1];
      scores[p] = scores[p - 1];
      p--;
    }
    ids[p] = neighbour;
    scores[p] = score;
  }

  /** Returns whether a neighbour is in the list with this cosine. */
  public boolean holds(int document, int neighbour, float cosine) {
    float score = Math.max(-1, Math.min(1, cosine));
    for (int r = degrees[document] - 1; r >= 0 && cosine(document, r) <= score; r--) {
      if (neighbour(document, r) == neighbour) {
        return true;
      }
    }
    return false;
  }

  /** Empties a list. */
  public void clear(int document) {
    degrees[document] = 0;
  }

  private static boolean better(float score, int id, float otherScore, int otherId) {
    return score > otherScore || (score == otherScore && id < otherId);
  }

  /**
   * Returns the lists as they are; they must not be changed any more.
   *
   * @param recall see {@link NeighbourGraph#recall}
   */
  public NeighbourGraph toGraph(double recall) {
    return new ArrayNeighbourGraph(this, recall);
  }
}
