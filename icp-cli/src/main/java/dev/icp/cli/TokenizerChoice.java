package dev.icp.cli;

import dev.icp.Tokenizers;
import dev.icp.lucene.HuggingFaceTokenizers;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;

/** What {@code --tokenizer} names. */
final class TokenizerChoice {
  private TokenizerChoice() {}

  /**
   * @throws IOException if it names a path and there is no tokenizer that can be used
   */
  static Tokenizer load(String name) throws IOException {
    if (name.equals("bytes")) {
      return Tokenizers.utf8Bytes();
    }
    try {
      return HuggingFaceTokenizers.load(Path.of(name));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
