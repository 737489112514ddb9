package dev.icp.models;

/** A model in an engine. Thread-safe: each call works by itself. */
interface EngineModel extends AutoCloseable {
  /**
   * Returns the vector of each text of a batch.
   *
   * @throws IllegalArgumentException naming the model file if it fails
   * @throws IllegalStateException if the model has been closed
   */
  float[][] embed(TokenBatch batch);

  /** Returns what is taken of the model, and what becomes of it, for people. */
  String output();

  /** Returns whether vectors of tokens are pooled here; the model may do it itself. */
  boolean pools();

  /** Waits for the batches that are running; a second time it does nothing. */
  @Override
  void close();

  /** Returns why something failed: engines write messages of several lines, some with traces. */
  static String oneLine(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.strip().replaceAll("\\s+", " ");
  }
}
