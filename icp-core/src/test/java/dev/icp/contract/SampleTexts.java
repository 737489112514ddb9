package dev.icp.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Texts that tokenizers have stumbled over. */
final class SampleTexts {
  static final String PROSE =
      """
      The path goes from a document to its nearest neighbour that has not been visited, and when \
      none is left it jumps to another one of few neighbours. Contexts of 8,192 tokens are then cut \
      from the whole; a document may go on in the next.
      """;

  private static final List<String> HARD =
      List.of(
          "a",
          " ",
          "  leading, trailing and   inner spaces  ",
          "\n",
          "\r\n\t\n\n",
          "tabs\tand\u00a0other\u2003spaces\u200b",
          PROSE,
          "naïve café Straße Ελληνικά русский",
          "العربية עברית हिन्दी ไทย",
          "日本語の文章です。中文句子。한국어",
          "combining: e\u0301 a\u0308\u0323 \u0915\u094d\u0937 \u0301",
          "\u0000",
          "zero \u0000 inside \u0000\u0000 and last \u0000",
          "\u0001\u0007\u001b\u007f\u0085",
          "emoji 😀 👩‍👩‍👧‍👦 🇩🇪 👍🏽 \uD83D\uDC68\u200D\uD83D\uDCBB",
          "\ufeffbyte order mark",
          "\ufffd \uffff \ue000 \uDBFF\uDFFF",
          "x".repeat(5000),
          "ab ".repeat(700),
          "{\"json\": [1, 2.5e-3, \"\\u00e9\"]} <html>&amp;</html>",
          "1234567890 3.14159 0x7fff_ffff");

  private static final int[][] RANGES = {
    {0x20, 0x7e},
    {0x61, 0x7a},
    {0x00, 0x1f},
    {0xa0, 0x24f},
    {0x300, 0x36f},
    {0x400, 0x4ff},
    {0x4e00, 0x9fff},
    {0x1f300, 0x1faff},
    {0xe000, 0xffff},
    {0x10000, 0x10ffff}
  };

  private SampleTexts() {}

  /** Returns hard texts; the empty text is among them. */
  static List<String> all() {
    List<String> texts = new ArrayList<>(HARD);
    texts.add(HARD.size() / 2, "");
    return texts;
  }

  /** Returns well-formed texts of 1 to 200 random code points out of all sorts of scripts. */
  static List<String> random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(1, 201); left > 0; left--) {
        int[] range = RANGES[random.nextInt(RANGES.length)];
        text.appendCodePoint(random.nextInt(range[0], range[1] + 1));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Returns the text in printable ASCII, cut short, for messages. */
  static String show(String text) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < Math.min(text.length(), 60); i++) {
      char c = text.charAt(i);
      shown.append(c >= 0x20 && c < 0x7f ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return shown.append(text.length() > 60 ? "\"…" : "\"").toString();
  }
}
