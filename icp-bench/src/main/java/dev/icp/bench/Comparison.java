package dev.icp.bench;

import dev.icp.NeighbourIndexes;
import dev.icp.formats.NpyVectors;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Finds all neighbours of the same vectors with every method in one process: first the cheapest
 * setting of each that reaches the wanted recall, then all in turn, and all in turn again, so that
 * what happens to the machine happens to all.
 */
final class Comparison {
  private static final int ROUNDS = 2;

  private final DenseVectors vectors;
  private final float[][] rows;
  private final int k;
  private final double recall;
  private final int threads;
  private final Recall truth;
  private final PrintStream out;

  Comparison(DenseVectors vectors, int k, double recall, int threads, PrintStream out) {
    this.vectors = vectors;
    this.k = k;
    this.recall = recall;
    this.threads = threads;
    this.out = out;
    rows = new float[vectors.size()][vectors.dimension()];
    for (int i = 0; i < rows.length; i++) {
      vectors.read(i, 1, rows[i], 0);
    }
    truth = Recall.of(vectors, k);
  }

  /** Compares: {@code VECTORS.npy [K, default 20] [RECALL, 0.95] [THREADS, 2]}. */
  public static void main(String[] arguments) throws IOException {
    try (NpyVectors vectors = NpyVectors.open(Path.of(arguments[0]), Long.MAX_VALUE)) {
      new Comparison(
              vectors,
              arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20,
              arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0.95,
              arguments.length > 3 ? Integer.parseInt(arguments[3]) : 2,
              System.out)
          .run();
    }
  }

  /** A way to find all neighbours, and the settings it goes by. */
  private interface Method {
    /** Returns the recall. */
    double run() throws IOException;
  }

  /** Tunes, then measures; prints a line for each measurement. */
  void run() throws IOException {
    Map<String, Method> methods = new LinkedHashMap<>();
    NeighbourIndex<DenseVectors> blocked = NeighbourIndexes.blocked(recall);
    methods.put("blocked(" + recall + ")", () -> all(blocked));
    methods.put("exact", () -> all(NeighbourIndexes.exact()));
    for (Competitor competitor : Competitor.values()) {
      Tuning tuning = new Tuning(competitor, rows, k, recall, threads, truth);
      Tuning.Setting setting = tuning.cheapest(out);
      if (setting == null) {
        out.println(competitor + ": no setting reaches a recall of " + recall);
      } else {
        methods.put(competitor + " " + setting, () -> tuning.run(setting));
      }
    }
    out.printf(
        Locale.ROOT,
        "%n%d x %d, k = %d, recall %s wanted, %d threads%n",
        rows.length,
        vectors.dimension(),
        k,
        recall,
        threads);
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Method> method : methods.entrySet()) {
        System.gc();
        Clock clock = Clock.start();
        double reached = method.getValue().run();
        out.printf(
            Locale.ROOT,
            "round %d  %-44s %7.2f s %7.2f processor s  recall %.4f%n",
            round + 1,
            method.getKey(),
            clock.seconds(),
            clock.processorSeconds(),
            reached);
      }
    }
  }

  private double all(NeighbourIndex<DenseVectors> index) {
    try (StageResources resources = StageResources.open(threads, 1)) {
      NeighbourGraph graph = index.neighbours(vectors, k, resources);
      return truth.of(graph);
    }
  }
}
