package dev.icp.internal.neighbours;

import dev.icp.spi.NeighbourGraph;
import java.util.Arrays;

/** A neighbour graph in arrays of {@value #CHUNK} documents each, so that no array is too long. */
public final class ArrayNeighbourGraph implements NeighbourGraph {
  private static final int SHIFT = 14;
  private static final int CHUNK = 1 << SHIFT;

  private final int size;
  private final int k;
  private final int[][] neighbours;
  private final float[][] cosines;
  private final int[] degrees;

  private ArrayNeighbourGraph(int size, int k) {
    this.size = size;
    this.k = k;
    int chunks = (int) ((size + (long) CHUNK - 1) >> SHIFT);
    neighbours = new int[chunks][];
    cosines = new float[chunks][];
    degrees = new int[size];
    for (int c = 0; c < chunks; c++) {
      int rows = Math.min(CHUNK, size - (c << SHIFT));
      neighbours[c] = new int[Math.multiplyExact(rows, k)];
      cosines[c] = new float[rows * k];
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int k() {
    return k;
  }

  @Override
  public int degree(int ordinal) {
    return degrees[ordinal];
  }

  @Override
  public int neighbour(int ordinal, int rank) {
    return neighbours[ordinal >> SHIFT][(ordinal & (CHUNK - 1)) * k + rank];
  }

  @Override
  public float cosine(int ordinal, int rank) {
    return cosines[ordinal >> SHIFT][(ordinal & (CHUNK - 1)) * k + rank];
  }

  /** Fills the arrays. */
  public static final class Builder implements NeighbourGraph.Builder {
    private final ArrayNeighbourGraph graph;

    /** See {@link NeighbourGraph#builder}. */
    public Builder(int size, int k) {
      if (size < 0) {
        throw new IllegalArgumentException("size: " + size);
      }
      if (k < 1) {
        throw new IllegalArgumentException("k: " + k);
      }
      // A list longer than the others there are would only waste memory.
      graph = new ArrayNeighbourGraph(size, Math.max(1, Math.min(k, size - 1)));
    }

    @Override
    public void set(int ordinal, int[] neighbours, float[] cosines, int count) {
      if (count > graph.k) {
        throw new IllegalArgumentException(
            "document " + ordinal + ": " + count + " neighbours, at most " + graph.k);
      }
      int[] ids = graph.neighbours[ordinal >> SHIFT];
      float[] scores = graph.cosines[ordinal >> SHIFT];
      int base = (ordinal & (CHUNK - 1)) * graph.k;
      for (int i = 0; i < count; i++) {
        int id = neighbours[i];
        check(ordinal, id, cosines[i]);
        float score = Math.max(-1, Math.min(1, cosines[i]));
        int p = base + i;
        while (p > base && (scores[p - 1] < score || (scores[p - 1] == score && ids[p - 1] > id))) {
          ids[p] = ids[p - 1];
          scores[p] = scores[p - 1];
          p--;
        }
        ids[p] = id;
        scores[p] = score;
      }
      checkDistinct(ordinal, ids, base, count);
      graph.degrees[ordinal] = count;
    }

    private void check(int ordinal, int id, float score) {
      if (id == ordinal || id < 0 || id >= graph.size) {
        throw new IllegalArgumentException("document " + ordinal + ": neighbour " + id);
      }
      if (Float.isNaN(score)) {
        throw new IllegalArgumentException(
            "document " + ordinal + ": cosine to " + id + " is not a number");
      }
    }

    private static void checkDistinct(int ordinal, int[] ids, int base, int count) {
      int[] sorted = Arrays.copyOfRange(ids, base, base + count);
      Arrays.sort(sorted);
      for (int i = 1; i < count; i++) {
        if (sorted[i] == sorted[i - 1]) {
          throw new IllegalArgumentException(
              "document " + ordinal + ": neighbour " + sorted[i] + " twice");
        }
      }
    }

    @Override
    public NeighbourGraph build() {
      return graph;
    }
  }
}
