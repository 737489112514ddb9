package dev.icp.models;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.icp.spi.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The tokens that a tokenizer puts around a text, as {@code [CLS]} and {@code [SEP]}.
 *
 * @param before ids in front of the text's own
 * @param after ids behind them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SpecialTokens(int[] before, int[] after) {
  private static final Map<String, String> WITH =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true");

  /**
   * Finds them out by having a text tokenized with and without.
   *
   * @param file what {@code tokenizer} was loaded from
   */
  static SpecialTokens of(Tokenizer tokenizer, Path file) {
    String sample = "a";
    int[] text = tokenizer.encode(sample);
    try (HuggingFaceTokenizer special = HuggingFaceTokenizer.newInstance(file, WITH)) {
      int[] all = ids(special.encode(sample));
      for (int at = 0; at + text.length <= all.length; at++) {
        if (Arrays.equals(all, at, at + text.length, text, 0, text.length)) {
          return new SpecialTokens(
              Arrays.copyOf(all, at), Arrays.copyOfRange(all, at + text.length, all.length));
        }
      }
      throw new IllegalArgumentException(
          file + ": with special tokens a text has other tokens than without");
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": not a tokenizer.json: " + e, e);
    }
  }

  private static int[] ids(Encoding encoding) {
    return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
  }

  /** Returns how many there are. */
  int count() {
    return before.length + after.length;
  }

  /** Returns tokens {@code from} to {@code to} (exclusive) of a text with these around them. */
  int[] around(int[] tokens, int from, int to) {
    int[] window = new int[count() + to - from];
    System.arraycopy(before, 0, window, 0, before.length);
    System.arraycopy(tokens, from, window, before.length, to - from);
    System.arraycopy(after, 0, window, before.length + to - from, after.length);
    return window;
  }
}
