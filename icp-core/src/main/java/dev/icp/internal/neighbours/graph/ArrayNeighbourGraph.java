package dev.icp.internal.neighbours.graph;

import dev.icp.spi.NeighbourGraph;
import java.util.Arrays;

/** A neighbour graph held in memory. */
public final class ArrayNeighbourGraph implements NeighbourGraph {
  private final NeighbourLists lists;
  private final double recall;

  ArrayNeighbourGraph(NeighbourLists lists, double recall) {
    this.lists = lists;
    this.recall = recall;
  }

  @Override
  public double recall() {
    return recall;
  }

  void writeTo(StoredGraph.Writer writer) {
    for (int i = 0; i < lists.size(); i++) {
      writer.write(lists, i);
    }
  }

  @Override
  public int size() {
    return lists.size();
  }

  @Override
  public int k() {
    return lists.k();
  }

  @Override
  public int degree(int ordinal) {
    return lists.degree(ordinal);
  }

  @Override
  public int neighbour(int ordinal, int rank) {
    return lists.neighbour(ordinal, rank);
  }

  @Override
  public float cosine(int ordinal, int rank) {
    return lists.cosine(ordinal, rank);
  }

  /** Checks what comes from outside and fills the lists. */
  public static final class Builder implements NeighbourGraph.Builder {
    private final NeighbourLists lists;

    /** See {@link NeighbourGraph#builder}. */
    public Builder(int size, int k) {
      lists = new NeighbourLists(size, k);
    }

    @Override
    public void set(int ordinal, int[] neighbours, float[] cosines, int count) {
      if (count > lists.k()) {
        throw new IllegalArgumentException(
            "document " + ordinal + ": " + count + " neighbours, at most " + lists.k());
      }
      int[] sorted = Arrays.copyOf(neighbours, count);
      Arrays.sort(sorted);
      for (int i = 0; i < count; i++) {
        if (sorted[i] == ordinal || sorted[i] < 0 || sorted[i] >= lists.size()) {
          throw new IllegalArgumentException("document " + ordinal + ": neighbour " + sorted[i]);
        }
        if (i > 0 && sorted[i] == sorted[i - 1]) {
          throw new IllegalArgumentException(
              "document " + ordinal + ": neighbour " + sorted[i] + " twice");
        }
        if (!SuppliedGraph.isCosine(cosines[i])) {
          throw new IllegalArgumentException(
              "document "
                  + ordinal
                  + ": cosine "
                  + cosines[i]
                  + " to "
                  + neighbours[i]
                  + ", expected -1 to 1");
        }
      }
      lists.clear(ordinal);
      for (int i = 0; i < count; i++) {
        lists.offer(ordinal, neighbours[i], cosines[i]);
      }
    }

    @Override
    public NeighbourGraph build(double recall) {
      if (recall < 0 || recall > 1) {
        throw new IllegalArgumentException("recall: " + recall + ", expected 0 to 1");
      }
      return lists.toGraph(recall);
    }
  }
}
