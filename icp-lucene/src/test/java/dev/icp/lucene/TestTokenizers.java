package dev.icp.lucene;

import dev.icp.spi.Tokenizer;
import java.nio.file.Path;

/** The small tokenizers that {@code src/test/scripts/make_tokenizers.py} made. */
final class TestTokenizers {
  private TestTokenizers() {}

  /** Returns the folder of one: bpe, bpe-truncating, wordpiece or unigram. */
  static Path folder(String name) {
    return Path.of("src/test/resources/dev/icp/lucene", name);
  }

  static Tokenizer load(String name) {
    return HuggingFaceTokenizers.load(folder(name));
  }
}
