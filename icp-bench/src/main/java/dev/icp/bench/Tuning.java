package dev.icp.bench;

import dev.icp.spi.StageResources;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out how a {@link Competitor} reaches a recall at the least cost. */
final class Tuning {
  private static final int[][] BUILDS = {
    {8, 32}, {12, 48}, {16, 64}, {16, 100}, {24, 150}, {32, 300}
  };
  private static final double STEP = 1.25;
  private static final int MAX_WIDTH = 2000;
  private static final int BLOCK = 256;

  private final Competitor competitor;
  private final float[][] rows;
  private final int k;
  private final double recall;
  private final int threads;
  private final Recall truth;

  Tuning(Competitor competitor, float[][] rows, int k, double recall, int threads, Recall truth) {
    this.competitor = competitor;
    this.rows = rows;
    this.k = k;
    this.recall = recall;
    this.threads = threads;
    this.truth = truth;
  }

  /** What a run goes by. */
  record Setting(int connections, int beamWidth, int searchWidth) {
    @Override
    public String toString() {
      return "M=" + connections + " beam=" + beamWidth + " search=" + searchWidth;
    }
  }

  /**
   * Tries graphs from cheap to good, each searched for a sample with wider and wider searches.
   *
   * @return null if none reaches the recall
   */
  @Nullable Setting cheapest(PrintStream out) throws IOException {
    Setting best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int[] build : BUILDS) {
      Clock clock = Clock.start();
      try (SearchableGraph graph = competitor.build(rows, build[0], build[1], threads)) {
        double built = clock.processorSeconds();
        if (built > least) {
          break;
        }
        double reached = 0;
        double searched = 0;
        int width = k + 1;
        for (; width <= MAX_WIDTH; width = (int) (width * STEP) + 1) {
          int[][] found = new int[truth.documents().length][];
          clock = Clock.start();
          search(graph, width, truth.documents(), found);
          searched = clock.processorSeconds() * rows.length / found.length;
          reached = truth.of(found);
          if (reached >= recall) {
            break;
          }
        }
        Setting setting = new Setting(build[0], build[1], width);
        out.printf(
            Locale.ROOT,
            "%s %s: recall %.4f, %.1f and about %.1f processor seconds%n",
            competitor,
            setting,
            reached,
            built,
            searched);
        if (reached >= recall && built + searched < least) {
          least = built + searched;
          best = setting;
        }
      }
    }
    return best;
  }

  /** Builds and searches for all; returns the recall. */
  double run(Setting setting) throws IOException {
    try (SearchableGraph graph =
        competitor.build(rows, setting.connections, setting.beamWidth, threads)) {
      int[] all = new int[rows.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = i;
      }
      int[][] found = new int[rows.length][];
      search(graph, setting.searchWidth, all, found);
      int[][] sampled = new int[truth.documents().length][];
      for (int s = 0; s < sampled.length; s++) {
        sampled[s] = found[truth.documents()[s]];
      }
      return truth.of(sampled);
    }
  }

  private void search(SearchableGraph graph, int width, int[] documents, int[][] found) {
    graph.setWidth(width);
    try (StageResources resources = StageResources.open(threads, 1)) {
      resources.forEach(
          Math.ceilDiv(documents.length, BLOCK),
          block -> {
            try {
              for (int i = block * BLOCK;
                  i < Math.min(documents.length, (block + 1) * BLOCK);
                  i++) {
                found[i] = graph.near(documents[i], width, k);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
