package dev.icp;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A finished context: tokens, and which documents they come from. Immutable and thread-safe.
 *
 * <p>The tokens are the segments' tokens in order, a separator after each document's last token,
 * and padding at the end. With {@link ContextBuilder#startAnywhere} a context can begin with the
 * separator of a document that ended with the context before along the path. A begin token stands
 * before each document's first token, or before everything, if there is to be one: see {@link
 * Begin}.
 */
public final class PackedContext {
  private final long index;
  private final int[] tokens;
  private final List<Segment> segments;
  private final int padding;
  private final Begin begin;
  private final List<String> texts;

  /**
   * A context without begin tokens.
   *
   * @see #PackedContext(long, int[], List, int, Begin)
   */
  public PackedContext(long index, int[] tokens, List<Segment> segments, int padding) {
    this(index, tokens, segments, padding, Begin.NONE);
  }

  /**
   * A context without texts.
   *
   * @see #PackedContext(long, int[], List, int, Begin, List)
   */
  public PackedContext(long index, int[] tokens, List<Segment> segments, int padding, Begin begin) {
    this(index, tokens, segments, padding, begin, List.of());
  }

  /**
   * @param index see {@link #index()}
   * @param tokens all tokens, padding included; copied
   * @param segments in the order in which they stand in the context
   * @param padding number of padding tokens at the end
   * @param begin see {@link #begin()}
   * @param texts see {@link #texts()}
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if segments overlap or reach beyond the tokens, if one stands
   *     where the context's begin token is to be, or if there are texts, and not one for each
   */
  public PackedContext(
      long index,
      int[] tokens,
      List<Segment> segments,
      int padding,
      Begin begin,
      List<String> texts) {
    this.index = index;
    this.tokens = tokens.clone();
    this.segments = List.copyOf(segments);
    this.padding = padding;
    this.begin = Objects.requireNonNull(begin, "begin");
    this.texts = List.copyOf(texts);
    int end = begin == Begin.CONTEXT ? 1 : 0;
    for (Segment s : this.segments) {
      if (s.at() < end || s.at() + (long) s.length() > tokens.length - (long) padding) {
        throw new IllegalArgumentException(
            "context " + index + " of " + tokens.length + " tokens: misplaced " + s);
      }
      end = s.at() + s.length();
    }
    if (index < 0 || padding < 0) {
      throw new IllegalArgumentException("context " + index + ": padding " + padding);
    }
    if (!texts.isEmpty() && texts.size() != segments.size()) {
      throw new IllegalArgumentException(
          "context " + index + ": " + texts.size() + " texts of " + segments.size() + " segments");
    }
  }

  /** Returns the context's place in the order in which contexts leave, counted from 0. */
  public long index() {
    return index;
  }

  /** Returns the tokens, padding included: a copy that belongs to the caller. */
  public int[] tokens() {
    return tokens.clone();
  }

  /** Returns the number of tokens, padding included. */
  public int length() {
    return tokens.length;
  }

  /** Returns the pieces of documents, in the order in which they stand here; immutable. */
  public List<Segment> segments() {
    return segments;
  }

  /**
   * Returns the text of each segment, if texts were {@linkplain ContextBuilder#keepTexts kept},
   * else nothing; immutable. The texts of a document's pieces, one after the other, are its text: a
   * cut within a character stands behind it.
   */
  public List<String> texts() {
    return texts;
  }

  /** Returns the number of padding tokens at the end. */
  public int padding() {
    return padding;
  }

  /** Returns where begin tokens stand. */
  public Begin begin() {
    return begin;
  }

  /**
   * Returns the place of the begin token of a segment's document: just before the segment, where
   * its document begins; −1 if there is none in this context.
   *
   * @param segment one of {@link #segments()} that has tokens
   */
  public int beginToken(Segment segment) {
    return begin == Begin.DOCUMENT && segment.from() == 0 ? segment.at() - 1 : -1;
  }

  /**
   * Returns where the documents end, for trainers whose attention stays within a document: 0, the
   * end of each range, and the length last. A separator belongs to the document before it (one that
   * opens the context is a range of its own) and a begin token to the document after it, that of a
   * context to what comes first; padding is a range of its own; empty documents have none.
   * In-context pretraining itself wants one range, 0 and {@link #length()}.
   */
  public int[] cumulativeLengths() {
    int[] ends = new int[segments.size() + 3];
    int count = 1;
    int opening = begin == Begin.CONTEXT ? 1 : 0;
    for (Segment s : segments) {
      if (s.length() > 0) {
        int start = beginToken(s) < 0 ? s.at() : beginToken(s);
        if (start > ends[count - 1] && start > opening) {
          ends[count++] = start;
        }
      }
    }
    int filled = tokens.length - padding;
    if (filled > ends[count - 1]) {
      ends[count++] = filled;
    }
    if (padding > 0) {
      ends[count++] = tokens.length;
    }
    return Arrays.copyOf(ends, count);
  }

  /**
   * Returns each token's position within its range of {@link #cumulativeLengths()}, for trainers
   * whose attention stays within a document. In-context pretraining itself wants 0 … length − 1.
   */
  public int[] positionIds() {
    int[] positions = new int[tokens.length];
    int[] ends = cumulativeLengths();
    for (int r = 1; r < ends.length; r++) {
      for (int p = ends[r - 1]; p < ends[r]; p++) {
        positions[p] = p - ends[r - 1];
      }
    }
    return positions;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PackedContext c
        && index == c.index
        && padding == c.padding
        && begin == c.begin
        && Arrays.equals(tokens, c.tokens)
        && segments.equals(c.segments)
        && texts.equals(c.texts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(index, padding, begin, segments, texts, Arrays.hashCode(tokens));
  }

  @Override
  public String toString() {
    return "PackedContext[index="
        + index
        + ", length="
        + tokens.length
        + ", segments="
        + segments
        + "]";
  }
}
