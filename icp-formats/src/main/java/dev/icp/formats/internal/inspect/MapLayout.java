package dev.icp.formats.internal.inspect;

import dev.icp.internal.base.Shuffle;
import dev.icp.spi.NeighbourGraph;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Lays documents out in the plane such that neighbours come to lie near each other: stochastic
 * gradient descent on the cross entropy of a neighbour graph and the kernel 1 / (1 + d²), as
 * LargeVis (Tang et al., WWW 2016) and UMAP (McInnes et al., 2018, with a = b = 1) do, from a start
 * that is noise smoothed along the graph. One thread and arithmetic of IEEE 754 only, so that the
 * same graph gives the same places everywhere.
 */
final class MapLayout {
  /** Coordinates are 0 to this. */
  static final int FULL = Short.MAX_VALUE;

  private static final int SMOOTHINGS = 60;
  private static final int REPULSIONS = 4;
  private static final double WIDTH = 20;
  private static final double LONGEST_STEP = 4;

  private final int size;
  private final int[] heads;
  private final int[] tails;
  private final float[] weights;
  private final double[] x;
  private final double[] y;
  private final boolean[] alone;
  private final SplittableRandom random = Shuffle.random(0, "map");

  private MapLayout(NeighbourGraph graph, int[] points) {
    size = points.length;
    int[] places = new int[graph.size()];
    Arrays.fill(places, -1);
    for (int p = 0; p < size; p++) {
      places[points[p]] = p;
    }
    int edges = 0;
    for (int point : points) {
      edges += graph.degree(point);
    }
    int[] from = new int[edges];
    int[] to = new int[edges];
    float[] weight = new float[edges];
    alone = new boolean[size];
    Arrays.fill(alone, true);
    int found = 0;
    for (int p = 0; p < size; p++) {
      for (int rank = 0; rank < graph.degree(points[p]); rank++) {
        int other = places[graph.neighbour(points[p], rank)];
        float cosine = graph.cosine(points[p], rank);
        if (other < 0 || cosine <= 0) {
          continue;
        }
        float relative = cosine / graph.cosine(points[p], 0);
        from[found] = p;
        to[found] = other;
        weight[found++] = relative * relative;
        alone[p] = false;
        alone[other] = false;
      }
    }
    heads = Arrays.copyOf(from, found);
    tails = Arrays.copyOf(to, found);
    weights = Arrays.copyOf(weight, found);
    x = noise();
    y = noise();
  }

  /**
   * Returns the places of documents, x at 0 and y at 1.
   *
   * @param graph of all documents
   * @param points those to be laid out
   */
  static short[][] of(NeighbourGraph graph, int[] points) {
    MapLayout layout = new MapLayout(graph, points);
    layout.smooth();
    layout.descend();
    return layout.scaled();
  }

  private double[] noise() {
    double[] values = new double[size];
    for (int p = 0; p < size; p++) {
      values[p] = random.nextDouble() - 0.5;
    }
    return values;
  }

  /** Moves points towards the mean of their neighbours, and keeps the two axes apart. */
  private void smooth() {
    for (int i = 0; i < SMOOTHINGS; i++) {
      average(x);
      average(y);
      standardise(x);
      double product = 0;
      for (int p = 0; p < size; p++) {
        product += x[p] * y[p];
      }
      for (int p = 0; p < size; p++) {
        y[p] -= product / size * x[p];
      }
      standardise(y);
    }
    for (int p = 0; p < size; p++) {
      x[p] = within(x[p]) * WIDTH / 6 + (random.nextDouble() - 0.5) * 0.1;
      y[p] = within(y[p]) * WIDTH / 6 + (random.nextDouble() - 0.5) * 0.1;
    }
  }

  /** Brings outliers back. */
  private static double within(double value) {
    return Math.max(-3, Math.min(3, value));
  }

  private void average(double[] values) {
    double[] sums = values.clone();
    double[] counts = new double[size];
    Arrays.fill(counts, 1);
    for (int e = 0; e < heads.length; e++) {
      sums[heads[e]] += weights[e] * values[tails[e]];
      sums[tails[e]] += weights[e] * values[heads[e]];
      counts[heads[e]] += weights[e];
      counts[tails[e]] += weights[e];
    }
    for (int p = 0; p < size; p++) {
      values[p] = sums[p] / counts[p];
    }
  }

  private void standardise(double[] values) {
    double mean = Arrays.stream(values).sum() / Math.max(1, size);
    double squares = 0;
    for (int p = 0; p < size; p++) {
      values[p] -= mean;
      squares += values[p] * values[p];
    }
    double deviation = Math.sqrt(squares / Math.max(1, size));
    for (int p = 0; deviation > 0 && p < size; p++) {
      values[p] /= deviation;
    }
  }

  private void descend() {
    int rounds = size <= 10_000 ? 300 : 150;
    for (int round = 0; round < rounds; round++) {
      double rate = 1 - round / (double) rounds;
      for (int e = 0; e < heads.length; e++) {
        if (random.nextInt(1 << 16) < weights[e] * (1 << 16)) {
          attract(heads[e], tails[e], rate);
          for (int i = 0; i < REPULSIONS; i++) {
            repel(heads[e], random.nextInt(size), rate);
          }
        }
      }
    }
  }

  private void attract(int p, int q, double rate) {
    double dx = x[p] - x[q];
    double dy = y[p] - y[q];
    double pull = -2 / (1 + dx * dx + dy * dy);
    double stepX = rate * clipped(pull * dx);
    double stepY = rate * clipped(pull * dy);
    x[p] += stepX;
    y[p] += stepY;
    x[q] -= stepX;
    y[q] -= stepY;
  }

  private void repel(int p, int q, double rate) {
    if (p == q) {
      return;
    }
    double dx = x[p] - x[q];
    double dy = y[p] - y[q];
    double square = dx * dx + dy * dy;
    double push = 2 / ((0.001 + square) * (1 + square));
    x[p] += rate * clipped(push * dx);
    y[p] += rate * clipped(push * dy);
  }

  private static double clipped(double step) {
    return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
  }

  /** Fits the points into the map. Those without neighbours go to its lower edge. */
  private short[][] scaled() {
    short[] left = scaled(x);
    short[] top = scaled(y);
    for (int p = 0; p < size; p++) {
      if (alone[p]) {
        left[p] = (short) random.nextInt(FULL + 1);
        top[p] = (short) (FULL - random.nextInt(FULL / 80));
      }
    }
    return new short[][] {left, top};
  }

  private short[] scaled(double[] values) {
    double[] sorted = new double[size];
    int related = 0;
    for (int p = 0; p < size; p++) {
      if (!alone[p]) {
        sorted[related++] = values[p];
      }
    }
    Arrays.sort(sorted, 0, related);
    short[] scaled = new short[size];
    if (related == 0) {
      return scaled;
    }
    // Some that were driven far out must not make the rest small.
    double low = sorted[related / 500];
    double high = sorted[related - 1 - related / 500];
    double edge = 0.03 * (high - low);
    for (int p = 0; p < size; p++) {
      double share = (values[p] - low + edge) / (high - low + 2 * edge);
      scaled[p] = high == low ? FULL / 2 : (short) (FULL * Math.max(0, Math.min(0.985, share)));
    }
    return scaled;
  }
}
