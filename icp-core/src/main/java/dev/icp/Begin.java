package dev.icp;

/** Where a beginning-of-text token stands. */
public enum Begin {
  /** Nowhere. */
  NONE,
  /**
   * Before the first token of each document, and in the same context; empty documents have none.
   * Only where documents are cut anywhere ({@link Boundary#SPLIT} with {@link
   * ContextBuilder#startAnywhere}) it may be the last token of a context, as any other, and empty
   * documents have one too.
   */
  DOCUMENT,
  /** At the beginning of each context, which has one token less of documents for it. */
  CONTEXT
}
