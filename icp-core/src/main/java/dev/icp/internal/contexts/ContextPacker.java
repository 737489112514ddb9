package dev.icp.internal.contexts;

import dev.icp.Begin;
import dev.icp.PackedContext;
import dev.icp.Segment;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.documents.KeptTexts;
import dev.icp.internal.documents.TokenStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Makes the contexts of a layout, one at a time. Thread-safe. */
public final class ContextPacker {
  private final ContextLayout layout;
  private final TokenStore tokens;
  private final @Nullable KeptTexts texts;
  private final IdStore ids;
  private final IntFunction<Map<String, Object>> metadata;
  private final Begin begins;
  private final int begin;
  private final int separator;
  private final int padding;

  /**
   * @param layout with {@link Begin#CONTEXT} the layout of the rest of the contexts
   * @param texts null where contexts have none
   * @param metadata of a document, by ordinal
   * @param begin the token that begins a document, where the layout has one, or every context
   * @param separator the token after each document, where the layout has one
   * @param padding the token that fills up contexts, where the layout has gaps
   */
  public ContextPacker(
      ContextLayout layout,
      TokenStore tokens,
      @Nullable KeptTexts texts,
      IdStore ids,
      IntFunction<Map<String, Object>> metadata,
      Begin begins,
      int begin,
      int separator,
      int padding) {
    this.layout = layout;
    this.tokens = tokens;
    this.texts = texts;
    this.ids = ids;
    this.metadata = metadata;
    this.begins = begins;
    this.begin = begin;
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
    int lead = begins == Begin.CONTEXT ? 1 : 0;
    // Where the context begins in the row, if what stands before the row's part counts too.
    long first = layout.begin(context) - lead;
    long from = layout.begin(context);
    long end = layout.end(context);
    int[] content = new int[layout.size(context) + lead];
    Arrays.fill(content, 0, lead, begin);
    List<Segment> segments = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    for (int p = layout.firstPiece(context); layout.reaches(context, p); p++) {
      if (layout.beginTokens(p) > 0 && layout.pieceStart(p) >= from) {
        content[(int) (layout.pieceStart(p) - first)] = begin;
      }
      long start = layout.start(p);
      int count = layout.count(p);
      int skipped = (int) Math.max(0, from - start);
      int until = (int) Math.min(count, end - start);
      if (skipped < until || (count == 0 && layout.pieceStart(p) >= from)) {
        int at = (int) (start + skipped - first);
        int firstToken = layout.from(p) + skipped;
        int endToken = layout.from(p) + (count == 0 ? 0 : until);
        int document = layout.document(p);
        tokens.read(document, firstToken, endToken, content, at);
        segments.add(
            new Segment(
                ids.get(document), document, firstToken, endToken, at, metadata.apply(document)));
        if (texts != null) {
          pieces.add(texts.piece(document, firstToken, endToken));
        }
      }
      long separatorAt = start + count;
      if (layout.hasSeparator(p) && separatorAt >= from && separatorAt < end) {
        content[(int) (separatorAt - first)] = separator;
      }
    }
    int filled = (int) (end - first);
    Arrays.fill(content, filled, content.length, padding);
    return new PackedContext(index, content, segments, content.length - filled, begins, pieces);
  }
}
