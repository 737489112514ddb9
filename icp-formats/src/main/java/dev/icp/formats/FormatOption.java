package dev.icp.formats;

/** What can be said of how contexts are written, and has a place in some formats only. */
public enum FormatOption {
  /** How many bytes a token takes: {@link OutputOptions#tokenBytes(int)}. */
  TOKEN_BYTES,
  /** Each document as a range of its own: {@link OutputOptions#documentMask(boolean)}. */
  DOCUMENT_MASK,
  /** Which tokens are to be learned: {@link OutputOptions#lossMask(boolean)}. */
  LOSS_MASK,
  /** What the tokenizer is called: {@link OutputOptions#tokenizerName(String)}. */
  TOKENIZER_NAME,
  /** Tokens can be left out: {@link OutputOptions#withTokens(boolean)}. */
  NO_TOKENS,
  /** What stands between documents: {@link OutputOptions#textSeparator(String)}. */
  TEXT_SEPARATOR
}
