package dev.icp;

/** What happens to a document that does not fit into the rest of a context. */
public enum Boundary {
  /**
   * Concatenate along the path and cut every context-length tokens; a document may go on in the
   * next context (the paper, section 2.3).
   */
  SPLIT
}
