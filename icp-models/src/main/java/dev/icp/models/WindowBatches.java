package dev.icp.models;

import dev.icp.spi.TextBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The windows of some texts, put into batches of similar length; and the vectors that come back,
 * put together again. Equal windows go through the model once.
 */
final class WindowBatches {
  private final EngineModel model;
  private final TextWindows windows;
  private final boolean normalize;
  private final TextBatches.Rows rows;

  /** The numbers of the windows of each text. */
  private final int[][] windowsOf;

  /** The texts that a window belongs to. */
  private final List<List<Integer>> textsOf = new ArrayList<>();

  /** Distinct windows and their vectors. */
  private final List<int[]> tokens = new ArrayList<>();

  private final float[][] vectors;

  /** How many vectors a text still waits for. */
  private final AtomicIntegerArray missing;

  /**
   * @param normalize whether the vectors of windows are brought to length 1 before their mean is
   *     taken
   */
  WindowBatches(
      EngineModel model,
      TextWindows windows,
      boolean normalize,
      List<List<int[]>> texts,
      TextBatches.Rows rows) {
    this.model = model;
    this.windows = windows;
    this.normalize = normalize;
    this.rows = rows;
    windowsOf = new int[texts.size()][];
    missing = new AtomicIntegerArray(texts.size());
    Map<Tokens, Integer> numbers = new LinkedHashMap<>();
    for (int t = 0; t < windowsOf.length; t++) {
      List<int[]> own = texts.get(t);
      windowsOf[t] = new int[own.size()];
      missing.set(t, own.size());
      for (int w = 0; w < own.size(); w++) {
        int number = numbers.computeIfAbsent(new Tokens(own.get(w)), this::number);
        windowsOf[t][w] = number;
        textsOf.get(number).add(t);
      }
    }
    vectors = new float[tokens.size()][];
  }

  private int number(Tokens window) {
    tokens.add(window.ids);
    textsOf.add(new ArrayList<>(1));
    return tokens.size() - 1;
  }

  /**
   * Returns the batches as tasks, those of the longest windows first.
   *
   * @param budget most tokens in a batch, padding included, if it is of more than one window
   */
  List<Runnable> tasks(int budget) {
    Integer[] order = new Integer[tokens.size()];
    Arrays.setAll(order, i -> i);
    // Stable: equal lengths stay in the order in which they came.
    Arrays.sort(order, (a, b) -> tokens.get(b).length - tokens.get(a).length);
    List<Runnable> tasks = new ArrayList<>();
    for (int first = 0; first < order.length; ) {
      int fitting = Math.max(1, budget / tokens.get(order[first]).length);
      int end = Math.min(order.length, first + fitting);
      List<Integer> batch = List.of(Arrays.copyOfRange(order, first, end));
      tasks.add(() -> run(batch));
      first = end;
    }
    return tasks;
  }

  private void run(List<Integer> batch) {
    float[][] made = model.embed(new TokenBatch(batch.stream().map(tokens::get).toList()));
    for (int i = 0; i < made.length; i++) {
      int window = batch.get(i);
      vectors[window] = made[i];
      for (int text : textsOf.get(window)) {
        if (missing.decrementAndGet(text) == 0) {
          rows.put(text, joined(windowsOf[text]));
        }
      }
    }
  }

  /** The mean of some windows, each as heavy as it has tokens. */
  private float[] joined(int[] own) {
    if (own.length == 1) {
      return vectors[own[0]];
    }
    double[] sum = new double[vectors[own[0]].length];
    for (int window : own) {
      float[] vector = vectors[window];
      double weight = windows.weight(tokens.get(window)) / (normalize ? length(vector) : 1);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * vector[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / own.length);
    }
    return mean;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += x * (double) x;
    }
    return Math.sqrt(squares);
  }

  /** Token ids as a key. */
  private static final class Tokens {
    private final int[] ids;

    Tokens(int[] ids) {
      this.ids = ids;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids);
    }
  }
}
