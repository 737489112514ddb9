package dev.icp;

import dev.icp.spi.Tokenizer;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The default tokenizer, with someone who sees each text first. */
record WatchedTokenizer(Consumer<String> watcher) implements Tokenizer {
  private static final Tokenizer BYTES = Tokenizers.utf8Bytes();

  @Override
  public int[] encode(String text) {
    watcher.accept(text);
    return BYTES.encode(text);
  }

  @Override
  public String decode(int[] tokens) {
    return BYTES.decode(tokens);
  }

  @Override
  public int vocabularySize() {
    return BYTES.vocabularySize();
  }

  @Override
  public OptionalInt separator() {
    return BYTES.separator();
  }

  @Override
  public String fingerprint() {
    return "watched";
  }
}
