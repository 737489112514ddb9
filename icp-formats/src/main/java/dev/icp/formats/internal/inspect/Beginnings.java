package dev.icp.formats.internal.inspect;

import dev.icp.formats.OutputInspection.SampleContext;
import dev.icp.formats.OutputInspection.SamplePiece;
import java.util.HashMap;
import java.util.Map;

/** How documents begin: of all known ones in short, at length of those that are shown. */
final class Beginnings {
  /** So many characters of all documents together, so that a page stays one that opens at once. */
  private static final int CHARACTERS = 12_000_000;

  private static final int MOST = 240;
  private static final int LEAST = 60;

  private final Map<String, String> brief = new HashMap<>();
  private final Map<String, Excerpt> shown = new HashMap<>();
  private int each = MOST;

  /**
   * Says of which documents will be told.
   *
   * @param documents how many
   * @param contexts whose documents are shown
   */
  void prepare(int documents, Iterable<SampleContext> contexts) {
    each = Math.max(LEAST, Math.min(MOST, CHARACTERS / Math.max(1, documents)));
    for (SampleContext context : contexts) {
      context.shown().forEach(piece -> shown.put(piece.id(), Excerpt.NONE));
    }
  }

  /** Tells how a document begins. */
  void add(String id, Excerpt excerpt) {
    shown.replace(id, excerpt);
    String text = excerpt.text();
    int to = Math.min(each, text.length());
    if (to > 0 && to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
      to--;
    }
    // Runs of white space say nothing, and there are a hundred thousand of these.
    brief.put(id, text.substring(0, to).replaceAll("\\s+", " "));
  }

  /** Returns how a document begins, in short; empty if that is not known. */
  String brief(String id) {
    return brief.getOrDefault(id, "");
  }

  /** Returns a context with texts. */
  SampleContext fill(SampleContext context) {
    return new SampleContext(
        context.index(),
        context.pieces(),
        context.tokens(),
        context.padding(),
        context.shown().stream().map(this::fill).toList());
  }

  private SamplePiece fill(SamplePiece piece) {
    Excerpt excerpt = shown.getOrDefault(piece.id(), Excerpt.NONE);
    return new SamplePiece(
        piece.id(), piece.from(), piece.to(), piece.at(), excerpt.text(), true, excerpt.more());
  }
}
