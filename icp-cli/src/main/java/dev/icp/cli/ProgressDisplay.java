package dev.icp.cli;

import dev.icp.ProgressListener;
import dev.icp.Stage;
import java.io.PrintStream;

/** Shows how far a run has come. */
interface ProgressDisplay extends ProgressListener, AutoCloseable {
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
      case EMBED -> "Embedding";
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
