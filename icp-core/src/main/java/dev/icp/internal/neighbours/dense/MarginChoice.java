package dev.icp.internal.neighbours.dense;

import dev.icp.internal.kernel.Centroids;
import dev.icp.internal.kernel.KMeans;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import java.util.Arrays;

/**
 * Finds how large the margin of {@link CellAssignment} must be. For a document and one of its true
 * neighbours it follows from their similarities to the centroids at which margin they meet, so no
 * join is needed to know which share of them meets at which margin.
 */
public final class MarginChoice {
  /** What a sample of some hundred documents may be off by. */
  private static final double SAFETY = 0.015;

  private static final int BLOCK = 64;

  private final DenseVectors vectors;
  private final Centroids centroids;
  private final StageContext context;

  /** For these vectors and cells. */
  public MarginChoice(DenseVectors vectors, Centroids centroids, StageContext context) {
    this.vectors = vectors;
    this.centroids = centroids;
    this.context = context;
  }

  /**
   * Returns the margin at which the wanted share of neighbours meets.
   *
   * @param documents documents whose exact neighbours are in {@code truth}
   * @param places where the list of each of them is in {@code truth}
   */
  public float marginFor(double recall, int[] documents, NeighbourGraph truth, int[] places) {
    Int2IntLinkedOpenHashMap rows = new Int2IntLinkedOpenHashMap();
    rows.defaultReturnValue(-1);
    int pairs = 0;
    for (int i = 0; i < documents.length; i++) {
      rows.putIfAbsent(documents[i], rows.size());
      for (int r = 0; r < truth.degree(places[i]); r++) {
        rows.putIfAbsent(truth.neighbour(places[i], r), rows.size());
        pairs++;
      }
    }
    Near[] near = near(rows.keySet().toIntArray());
    float[] margins = new float[pairs];
    int next = 0;
    for (int i = 0; i < documents.length; i++) {
      Near one = near[rows.get(documents[i])];
      for (int r = 0; r < truth.degree(places[i]); r++) {
        Near other = near[rows.get(truth.neighbour(places[i], r))];
        margins[next++] = Math.min(one.margin(other), other.margin(one));
      }
    }
    Arrays.sort(margins);
    double wanted = Math.min(recall + SAFETY, (1 + recall) / 2);
    int place = Math.min(pairs, (int) Math.ceil(wanted * pairs)) - 1;
    // Who is in no area near by is not met at any margin.
    while (place >= 0 && margins[place] == Float.POSITIVE_INFINITY) {
      place--;
    }
    return place < 0 ? 0 : margins[place];
  }

  /** How similar a document is to the cells near it. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Near(int[] cells, float[] similarities) {
    /** Returns the margin at which this one visits the other's home; infinite if at none. */
    float margin(Near other) {
      int home = other.cells[other.highest()];
      int place = cells.length - 1;
      while (place >= 0 && cells[place] != home) {
        place--;
      }
      return place < 0 ? Float.POSITIVE_INFINITY : similarities[highest()] - similarities[place];
    }

    private int highest() {
      return KMeans.highest(similarities, similarities.length);
    }
  }

  private Near[] near(int[] documents) {
    Near[] all = new Near[documents.length];
    int d = vectors.dimension();
    context.forEach(
        (documents.length + BLOCK - 1) / BLOCK,
        block -> {
          int first = block * BLOCK;
          int count = Math.min(BLOCK, documents.length - first);
          float[] rows = new float[count * d];
          for (int i = 0; i < count; i++) {
            vectors.read(documents[first + i], 1, rows, i * d);
          }
          centroids
              .comparer()
              .compare(
                  rows,
                  count,
                  (row, cells, similarities, near) ->
                      all[first + row] =
                          new Near(Arrays.copyOf(cells, near), Arrays.copyOf(similarities, near)));
        });
    return all;
  }
}
