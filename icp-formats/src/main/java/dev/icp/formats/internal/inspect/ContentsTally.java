package dev.icp.formats.internal.inspect;

import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.ContextReader.Piece;
import dev.icp.formats.OutputInspection.Contents;

/** Counts what stands in contexts. */
public final class ContentsTally {
  private static final int BINS = 40;

  private final int contextLength;
  private final Tally pieces = new Tally();
  private final Tally fill = new Tally();
  private long all;
  private long continued;

  /**
   * @param contextLength of full contexts, in tokens
   */
  public ContentsTally(int contextLength) {
    this.contextLength = contextLength;
  }

  /** Adds a context. */
  public void add(Context context) {
    long tokens = 0;
    for (Piece piece : context.pieces()) {
      tokens += piece.length();
      if (piece.from() > 0) {
        continued++;
      }
    }
    all += context.pieces().size();
    pieces.add(context.pieces().size());
    fill.add((int) (100 * tokens / contextLength), 100.0 * tokens / contextLength);
  }

  /** Returns what was counted. */
  public Contents contents() {
    return new Contents(all, continued, pieces.distribution(BINS), fill.distribution(BINS));
  }
}
