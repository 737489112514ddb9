package dev.icp.contract;

import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Made sparse vectors. */
public final class SparseSamples {
  private static final int TERMS = 2000;
  private static final int TOPIC_TERMS = 60;

  private SparseSamples() {}

  /**
   * Returns vectors whose terms come partly from one of a few topics and partly from everywhere.
   * Every 50th but the first is empty.
   */
  public static SparseVectors withTopics(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SparseRows rows = new SparseRows();
    for (int i = 0; i < size; i++) {
      int topic = random.nextInt(1 + size / 20);
      Map<Integer, Float> weights = new TreeMap<>();
      int terms = i % 50 == 49 ? 0 : random.nextInt(5, 40);
      for (int t = 0; t < terms; t++) {
        int term =
            random.nextInt(3) == 0
                ? random.nextInt(TERMS)
                : (topic * 37 + random.nextInt(TOPIC_TERMS)) % TERMS;
        weights.merge(term, (float) random.nextDouble(0.1, 3), Float::sum);
      }
      add(rows, weights);
    }
    return new Rows(rows);
  }

  private static void add(SparseRows rows, Map<Integer, Float> weights) {
    double squares = weights.values().stream().mapToDouble(w -> w * (double) w).sum();
    int[] terms = new int[weights.size()];
    float[] unit = new float[terms.length];
    int i = 0;
    for (Map.Entry<Integer, Float> e : weights.entrySet()) {
      terms[i] = e.getKey();
      unit[i++] = (float) (e.getValue() / Math.sqrt(squares));
    }
    rows.add(terms, unit, 0, terms.length);
  }

  private record Rows(SparseRows rows) implements SparseVectors {
    @Override
    public int size() {
      return rows.rows();
    }

    @Override
    public int terms() {
      return TERMS;
    }

    @Override
    public void read(int first, int count, SparseRows target) {
      Objects.checkFromIndexSize(first, count, size());
      target.clear();
      for (int r = first; r < first + count; r++) {
        int length = rows.start(r + 1) - rows.start(r);
        target.add(rows.terms(), rows.weights(), rows.start(r), length);
      }
    }
  }
}
