package dev.icp.internal.neighbours;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The exact k nearest of all dense vectors, by comparing all with all. Candidates are taken in
 * blocks that fit the cache, one array for each dimension, so that one loop over an array serves
 * many candidates at once. Each cosine is one chain of fused multiply-adds in the order of the
 * dimensions, whatever the block, thread or processor: the same bits everywhere.
 */
public final class ExactJoin implements NeighbourIndex<DenseVectors> {
  private static final int COLUMNS = 1024;
  private static final int QUERIES = 256;

  @Override
  public NeighbourGraph neighbours(DenseVectors vectors, int k, StageContext context) {
    int n = vectors.size();
    NeighbourLists lists = new NeighbourLists(n, k);
    int tasks = (n + QUERIES - 1) / QUERIES;
    ConcurrentLinkedQueue<Query> idle = new ConcurrentLinkedQueue<>();
    float[][] columns = new float[vectors.dimension()][Math.min(COLUMNS, n)];
    AtomicLong done = new AtomicLong();
    int blocks = (n + COLUMNS - 1) / COLUMNS;
    for (int first = 0; first < n; first += COLUMNS) {
      int begin = first;
      int width = Math.min(COLUMNS, n - first);
      transpose(vectors, first, width, columns);
      context.forEach(
          tasks,
          task -> {
            Query query = idle.poll();
            if (query == null) {
              query = new Query(vectors, lists);
            }
            int from = task * QUERIES;
            int count = Math.min(QUERIES, n - from);
            query.run(from, count, columns, begin, width);
            idle.add(query);
            context.progress(done.addAndGet(count) / blocks, n);
          });
    }
    return lists.toGraph();
  }

  private static void transpose(DenseVectors vectors, int first, int width, float[][] columns) {
    int d = vectors.dimension();
    float[] rows = new float[width * d];
    vectors.read(first, width, rows, 0);
    for (int i = 0; i < d; i++) {
      float[] column = columns[i];
      for (int r = 0; r < width; r++) {
        column[r] = rows[r * d + i];
      }
    }
  }

  @Override
  public String fingerprint() {
    return "exact:1";
  }

  /** One thread's buffers. */
  private static final class Query {
    private final DenseVectors vectors;
    private final NeighbourLists lists;
    private final int dimension;
    private final float[] rows;
    private final float[] even = new float[COLUMNS];
    private final float[] odd = new float[COLUMNS];

    Query(DenseVectors vectors, NeighbourLists lists) {
      this.vectors = vectors;
      this.lists = lists;
      dimension = vectors.dimension();
      // One row more than asked for, so that the rows always make pairs.
      rows = new float[(QUERIES + 1) * dimension];
    }

    void run(int from, int count, float[][] columns, int first, int width) {
      vectors.read(from, count, rows, 0);
      for (int q = 0; q < count; q += 2) {
        score(q * dimension, columns, width);
        collect(from + q, even, first, width);
        if (q + 1 < count) {
          collect(from + q + 1, odd, first, width);
        }
      }
    }

    private void score(int row, float[][] columns, int width) {
      Arrays.fill(even, 0, width, 0);
      Arrays.fill(odd, 0, width, 0);
      int i = 0;
      for (; i + 3 < dimension; i += 4) {
        int a = row + i;
        int b = a + dimension;
        addFour(columns, i, width, even, rows[a], rows[a + 1], rows[a + 2], rows[a + 3]);
        addFour(columns, i, width, odd, rows[b], rows[b + 1], rows[b + 2], rows[b + 3]);
      }
      for (; i < dimension; i++) {
        addOne(columns[i], width, even, rows[row + i]);
        addOne(columns[i], width, odd, rows[row + dimension + i]);
      }
    }

    /** Four separate arrays: the shape that the JIT compiler turns into vector instructions. */
    private static void addFour(
        float[][] columns, int i, int width, float[] sums, float x, float y, float z, float w) {
      float[] o = columns[i];
      float[] p = columns[i + 1];
      float[] q = columns[i + 2];
      float[] r = columns[i + 3];
      for (int j = 0; j < width; j++) {
        sums[j] =
            Math.fma(w, r[j], Math.fma(z, q[j], Math.fma(y, p[j], Math.fma(x, o[j], sums[j]))));
      }
    }

    private static void addOne(float[] column, int width, float[] sums, float x) {
      for (int j = 0; j < width; j++) {
        sums[j] = Math.fma(x, column[j], sums[j]);
      }
    }

    private void collect(int document, float[] scores, int first, int width) {
      float threshold = lists.threshold(document);
      for (int j = 0; j < width; j++) {
        if (scores[j] > threshold && first + j != document) {
          lists.offer(document, first + j, scores[j]);
          threshold = lists.threshold(document);
        }
      }
    }
  }
}
