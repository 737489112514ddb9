package dev.icp;

/** Where a beginning-of-text token stands. */
public enum Begin {
  /** Nowhere. */
  NONE,
  /**
   * Before the first token of each document. With {@link Boundary#SPLIT} it may be the last token
   * of a context, as any other; where documents are kept whole or contexts start at documents it
   * always stands in the same context as its document, and empty documents have none there.
   */
  DOCUMENT,
  /** At the beginning of each context, which has one token less of documents for it. */
  CONTEXT
}
