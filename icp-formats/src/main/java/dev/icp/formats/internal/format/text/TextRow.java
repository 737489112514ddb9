package dev.icp.formats.internal.format.text;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.formats.internal.format.GapTexts;
import dev.icp.internal.base.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A context of text.
 *
 * @param text all of it
 * @param starts where each segment begins in it, in code points, as Python counts
 * @param ends where it ends
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TextRow(String text, int[] starts, int[] ends) {
  /**
   * Returns the text of a context: that of its segments, and between them what stands for the
   * tokens there. There is none for padding.
   *
   * @throws IllegalStateException if the context has no texts
   */
  static TextRow of(PackedContext context, GapTexts gaps) {
    List<Segment> segments = context.segments();
    List<String> pieces = context.texts();
    if (pieces.size() < segments.size()) {
      throw new IllegalStateException(
          "context "
              + context.index()
              + " has no texts: name the writer with ContextBuilder.writers before packing, or call"
              + " keepTexts");
    }
    int[] tokens = context.tokens();
    StringBuilder text = new StringBuilder();
    int[] starts = new int[segments.size()];
    int[] ends = new int[segments.size()];
    int at = 0;
    int characters = 0;
    for (int s = 0; s < starts.length; s++) {
      characters += addGap(text, tokens, at, segments.get(s).at(), gaps);
      starts[s] = characters;
      String piece = pieces.get(s);
      text.append(piece);
      characters += piece.codePointCount(0, piece.length());
      ends[s] = characters;
      at = segments.get(s).at() + segments.get(s).length();
    }
    addGap(text, tokens, at, tokens.length - context.padding(), gaps);
    return new TextRow(text.toString(), starts, ends);
  }

  private static int addGap(StringBuilder text, int[] tokens, int from, int to, GapTexts gaps) {
    int characters = 0;
    for (int i = from; i < to; i++) {
      String gap = gaps.of(tokens[i]);
      text.append(gap);
      characters += gap.codePointCount(0, gap.length());
    }
    return characters;
  }

  /**
   * Returns a number that tells what stands in a context; the sum over all contexts tells what
   * stands in them.
   */
  long hash(long context) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(
            bytes.length + Long.BYTES + Integer.BYTES * (starts.length + ends.length));
    all.putLong(context).put(bytes);
    // A damaged file may have more of the one than of the other, which is found later.
    for (int s = 0; s < Math.min(starts.length, ends.length); s++) {
      all.putInt(starts[s]).putInt(ends[s]);
    }
    return ByteBuffer.wrap(Sha256.of(all.array())).getLong();
  }
}
