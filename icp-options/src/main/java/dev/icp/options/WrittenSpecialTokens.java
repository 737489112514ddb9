package dev.icp.options;

import dev.icp.lucene.SpecialTokens;

/** What becomes of special tokens that are written out in a text. */
public enum WrittenSpecialTokens {
  TEXT(SpecialTokens.TEXT),
  TOKEN(SpecialTokens.TOKEN),
  /** A document that has one is bad. */
  REFUSE(SpecialTokens.TEXT);

  private final SpecialTokens policy;

  WrittenSpecialTokens(SpecialTokens policy) {
    this.policy = policy;
  }

  /** Returns how the tokenizer takes them. */
  public SpecialTokens policy() {
    return policy;
  }
}
