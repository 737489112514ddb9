package dev.icp.models;

/** What becomes of a document that has more tokens than the model takes. */
public enum LongDocuments {
  /** Its first tokens stand for it. */
  FIRST_WINDOW,
  /**
   * It is cut into windows, and its vector is the mean of theirs, each as heavy as it has tokens.
   * Takes as many times as long as there are windows.
   */
  MEAN_OF_WINDOWS,
  /** The first and the last half of a window, one behind the other, stand for it. */
  HEAD_AND_TAIL
}
