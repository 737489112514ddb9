package dev.icp.lucene;

/**
 * What becomes of a special token that is written out in a text, such as {@code <|endoftext|>} in a
 * text about tokenizers.
 */
public enum SpecialTokens {
  /**
   * It is text like any other, and becomes the tokens that its characters have. So a text cannot
   * bring separators of its own. The ids are those of Python's {@code tokenizers} with {@code
   * encode_special_tokens = True}, and of tiktoken's {@code encode_ordinary}.
   *
   * <p>Special is what tokenizer.json calls so; other added tokens ({@code <tool_call>} of Qwen 3)
   * are cut out as ever. A vocabulary of whole words or of pieces (WordLevel, WordPiece, Unigram)
   * does not find special tokens among them either.
   */
  TEXT,
  /** It becomes that token, as it does in Python by default. */
  TOKEN
}
