package dev.icp.cli;

import dev.icp.Tokenizers;
import dev.icp.spi.Tokenizer;

/** What {@code --tokenizer} names. */
final class TokenizerChoice {
  private TokenizerChoice() {}

  static Tokenizer load(String name) {
    return Tokenizers.utf8Bytes();
  }
}
