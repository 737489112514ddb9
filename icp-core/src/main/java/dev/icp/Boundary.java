package dev.icp;

/** What happens to a document that does not fit into the rest of a context. */
public enum Boundary {
  /**
   * Concatenate along the path and cut every context-length tokens; a document may go on in the
   * next context (the paper, section 2.3).
   */
  SPLIT,
  /**
   * Keep whole: a document that fits into a context is never cut, and begins the next context if it
   * does not fit into the rest of this one. The rest is filled by documents that come soon after it
   * along the path ({@link ContextBuilder#lookAhead}), then by padding. Documents longer than a
   * context are cut into full contexts; what is left of them is treated as a document. A separator
   * for which a context has no room is left out, and so is that of an empty document.
   */
  KEEP_WHOLE
}
