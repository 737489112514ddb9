package dev.icp.djl;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
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
  private static final Map<String, String> WITHOUT =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
  private static final Map<String, String> WITH =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true");

  /** Finds them out by having a text tokenized with and without. */
  static SpecialTokens of(Path tokenizer) {
    String sample = "a";
    try (HuggingFaceTokenizer plain = HuggingFaceTokenizer.newInstance(tokenizer, WITHOUT);
        HuggingFaceTokenizer special = HuggingFaceTokenizer.newInstance(tokenizer, WITH)) {
      int[] text = ids(plain.encode(sample));
      int[] all = ids(special.encode(sample));
      for (int at = 0; at + text.length <= all.length; at++) {
        if (Arrays.equals(all, at, at + text.length, text, 0, text.length)) {
          return new SpecialTokens(
              Arrays.copyOf(all, at), Arrays.copyOfRange(all, at + text.length, all.length));
        }
      }
      throw new IllegalArgumentException(
          tokenizer + ": with special tokens a text has other tokens than without");
    } catch (IOException e) {
      throw new IllegalArgumentException(tokenizer + ": not a tokenizer.json: " + e, e);
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
