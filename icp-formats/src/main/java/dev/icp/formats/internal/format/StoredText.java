package dev.icp.formats.internal.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A context of text.
 *
 * @param text all of it
 * @param starts where each segment begins in it, in code points
 * @param ends where it ends
 * @param gaps what is to stand between segments
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record StoredText(String text, int[] starts, int[] ends, GapTexts gaps) {
  /**
   * A text in its parts.
   *
   * @param gaps what stands before each segment, and behind the last one
   * @param pieces the segments' texts
   */
  public record Parts(List<String> gaps, List<String> pieces) {}

  /** Returns the parts; null if segments overlap, reach beyond the text or do not all end. */
  public @Nullable Parts parts() {
    if (starts.length != ends.length) {
      return null;
    }
    List<String> between = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    int characters = text.codePointCount(0, text.length());
    int at = 0;
    int counted = 0;
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] < counted || ends[i] < starts[i] || ends[i] > characters) {
        return null;
      }
      int from = text.offsetByCodePoints(at, starts[i] - counted);
      between.add(text.substring(at, from));
      at = text.offsetByCodePoints(from, ends[i] - starts[i]);
      pieces.add(text.substring(from, at));
      counted = ends[i];
    }
    between.add(text.substring(at));
    return new Parts(between, pieces);
  }
}
