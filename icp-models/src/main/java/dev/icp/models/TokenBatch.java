package dev.icp.models;

import java.util.List;

/**
 * Texts of similar length that go through the model at once: token ids, each text's special ones
 * included. The longest says how wide the batch is; the others are filled up.
 */
record TokenBatch(List<int[]> texts) {
  int size() {
    return texts.size();
  }

  /** Returns the tokens of the longest text. */
  int width() {
    int width = 0;
    for (int[] text : texts) {
      width = Math.max(width, text.length);
    }
    return width;
  }

  /** Returns the values of an input by its name, row-major, size × width. */
  long[] input(String name, int padding) {
    return switch (name) {
      case "input_ids" -> ids(padding);
      case "attention_mask" -> mask();
      case "position_ids" -> positions();
      default -> new long[size() * width()];
    };
  }

  /** Returns the token ids, row-major, size × width. */
  long[] ids(int padding) {
    int width = width();
    long[] ids = new long[size() * width];
    for (int t = 0; t < size(); t++) {
      int[] text = texts.get(t);
      for (int i = 0; i < width; i++) {
        ids[t * width + i] = i < text.length ? text[i] : padding;
      }
    }
    return ids;
  }

  /** Returns 1 where there is a token and 0 where there is padding. */
  long[] mask() {
    int width = width();
    long[] mask = new long[size() * width];
    for (int t = 0; t < size(); t++) {
      for (int i = 0; i < texts.get(t).length; i++) {
        mask[t * width + i] = 1;
      }
    }
    return mask;
  }

  /** Returns 0, 1, … for the tokens of each text. */
  long[] positions() {
    int width = width();
    long[] positions = new long[size() * width];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i % width;
    }
    return positions;
  }
}
