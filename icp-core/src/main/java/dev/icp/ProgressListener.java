package dev.icp;

/**
 * Hears how far a packing run has come. Calls may come from any thread but never two at once, and
 * {@code done} never goes back within a stage (each iteration over the contexts is a {@link
 * Stage#PACK} of its own). An exception ends the run and reaches the caller.
 */
@FunctionalInterface
public interface ProgressListener {
  /**
   * @param stage the stage that is running
   * @param done units done: documents, or contexts for {@link Stage#PACK}
   * @param total units in all; −1 while unknown (a corpus that is still being read)
   */
  void progress(Stage stage, long done, long total);
}
