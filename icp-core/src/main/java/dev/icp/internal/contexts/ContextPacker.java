package dev.icp.internal.contexts;

import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.documents.TokenStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the contexts of a layout, one at a time. Thread-safe. */
public final class ContextPacker {
  private final ContextLayout layout;
  private final TokenStore tokens;
  private final IdStore ids;
  private final int separator;
  private final int padding;

  /**
   * @param separator the token after each document, where the layout has one
   * @param padding the token that fills up contexts, where the layout has gaps
   */
  public ContextPacker(
      ContextLayout layout, TokenStore tokens, IdStore ids, int separator, int padding) {
    this.layout = layout;
    this.tokens = tokens;
    this.ids = ids;
    this.separator = separator;
    this.padding = padding;
  }

  /**
   * Makes a context.
   *
   * @param context its place along the path
   * @param index its place in the order in which contexts leave
   */
  public PackedContext pack(long context, long index) {
    long begin = layout.begin(context);
    long end = layout.end(context);
    int[] content = new int[layout.size(context)];
    List<Segment> segments = new ArrayList<>();
    for (int p = layout.firstPiece(context); layout.reaches(context, p); p++) {
      long start = layout.start(p);
      int count = layout.count(p);
      int skipped = (int) Math.max(0, begin - start);
      int until = (int) Math.min(count, end - start);
      if (skipped < until || count == 0) {
        int at = (int) (start + skipped - begin);
        int from = layout.from(p) + skipped;
        int to = layout.from(p) + until;
        int document = layout.document(p);
        tokens.read(document, from, to, content, at);
        segments.add(new Segment(ids.get(document), document, from, to, at));
      }
      long separatorAt = start + count;
      if (layout.hasSeparator(p) && separatorAt >= begin && separatorAt < end) {
        content[(int) (separatorAt - begin)] = separator;
      }
    }
    int filled = (int) (end - begin);
    Arrays.fill(content, filled, content.length, padding);
    return new PackedContext(index, content, segments, content.length - filled);
  }
}
