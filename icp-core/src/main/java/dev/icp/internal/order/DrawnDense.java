package dev.icp.internal.order;

import dev.icp.spi.DenseVectors;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;

/**
 * Compares with all of them at once: vectors stand side by side, dimension by dimension, so that a
 * plain loop over the documents is one that the JVM turns into SIMD instructions. Sums in order of
 * dimension.
 */
final class DrawnDense extends DrawnDocuments {
  private final DenseVectors vectors;
  private final float[][] columns;
  private final float[] row;
  private final float[] cosines;
  private final int[] documents;
  private final Int2IntOpenHashMap places;
  private int count;

  DrawnDense(DenseVectors vectors, int capacity) {
    this.vectors = vectors;
    columns = new float[vectors.dimension()][capacity];
    row = new float[columns.length];
    cosines = new float[capacity];
    documents = new int[capacity];
    places = new Int2IntOpenHashMap(capacity);
  }

  @Override
  void add(int document) {
    vectors.read(document, 1, row, 0);
    for (int d = 0; d < row.length; d++) {
      columns[d][count] = row[d];
    }
    documents[count] = document;
    places.put(document, count++);
  }

  @Override
  void remove(int document) {
    int place = places.remove(document);
    count--;
    if (place < count) {
      for (float[] column : columns) {
        column[place] = column[count];
      }
      documents[place] = documents[count];
      places.put(documents[place], place);
    }
  }

  @Override
  void forEach(int document, Action action) {
    vectors.read(document, 1, row, 0);
    Arrays.fill(cosines, 0, count, 0);
    for (int d = 0; d < row.length; d++) {
      add(row[d], columns[d], cosines, count);
    }
    for (int i = 0; i < count; i++) {
      action.accept(documents[i], cosines[i]);
    }
  }

  private static void add(float factor, float[] column, float[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += factor * column[i];
    }
  }
}
