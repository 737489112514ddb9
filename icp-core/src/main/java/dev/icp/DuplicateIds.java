package dev.icp;

/** What happens to a document whose id an earlier document of the corpus has. */
public enum DuplicateIds {
  /** It is a bad document. */
  REFUSE,
  /**
   * It gets a number: the second document called {@code a} is {@code a#2}, the third {@code a#3},
   * or what is free after that.
   */
  NUMBER,
  /**
   * It is left out, and counted, if it has the very text of the earlier one; otherwise it is a bad
   * document.
   */
  DROP_EQUAL
}
