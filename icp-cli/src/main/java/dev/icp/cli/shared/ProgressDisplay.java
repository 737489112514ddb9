package dev.icp.cli.shared;

import dev.icp.ProgressListener;
import dev.icp.Stage;
import java.io.PrintStream;

/** Shows how far a run has come. */
public interface ProgressDisplay extends ProgressListener, AutoCloseable {
  /** What may take hours, so that the pace is shown too. */
  String EMBEDDING = "Embedding";

  /**
   * Shows how far something is.
   *
   * @param doing what is going on
   * @param units what is counted
   * @param total −1 if unknown
   */
  void show(String doing, String units, long done, long total);

  @Override
  default void progress(Stage stage, long done, long total) {
    show(describe(stage), units(stage), done, total);
  }

  /** Leaves the display so that other lines can follow. */
  @Override
  void close();

  /** Returns bars for a terminal; elsewhere, lines now and then. */
  static ProgressDisplay on(PrintStream err, boolean terminal) {
    return terminal
        ? new ProgressBars(err, System::nanoTime)
        : new ProgressLines(err, System::nanoTime);
  }

  /** Returns what is going on in a stage. */
  static String describe(Stage stage) {
    return switch (stage) {
      case READ -> "Reading documents";
      case EMBED -> EMBEDDING;
      case NEIGHBOURS -> "Finding neighbours";
      case ORDER -> "Ordering";
      case PACK -> "Writing contexts";
    };
  }

  /** Returns what a stage counts. */
  static String units(Stage stage) {
    return stage == Stage.PACK ? "contexts" : "documents";
  }
}
