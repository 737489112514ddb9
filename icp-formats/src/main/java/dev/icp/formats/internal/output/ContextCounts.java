package dev.icp.formats.internal.output;

import dev.icp.Begin;
import dev.icp.PackedContext;
import dev.icp.Segment;

/** Adds up what stands in contexts that are cut wherever they are full. */
public final class ContextCounts {
  private final int contextLength;
  private final Begin begin;
  private final int beginToken;
  private long contexts;
  private long tokens;
  private long separators;
  private long begins;
  private long padding;

  /**
   * @param beginToken what begins documents or contexts; −1 for nothing
   */
  public ContextCounts(int contextLength, Begin begin, int beginToken) {
    this.contextLength = contextLength;
    this.begin = begin;
    this.beginToken = beginToken;
  }

  /** Adds a context. */
  public void add(PackedContext context) {
    int filled = context.length() - context.padding();
    int ofDocuments = 0;
    int ofBegins = begin == Begin.CONTEXT ? 1 : 0;
    int end = 0;
    for (Segment segment : context.segments()) {
      ofDocuments += segment.length();
      end = segment.at() + segment.length();
      if (begin == Begin.DOCUMENT && segment.from() == 0 && segment.at() > 0) {
        ofBegins++;
      }
    }
    if (begin == Begin.DOCUMENT
        && filled == contextLength
        && filled > end
        && context.tokens()[filled - 1] == beginToken) {
      // Its document begins the context after this one along the path.
      ofBegins++;
    }
    contexts++;
    tokens += ofDocuments;
    begins += ofBegins;
    separators += filled - ofDocuments - ofBegins;
    padding += context.padding();
  }

  public long contexts() {
    return contexts;
  }

  /** Returns the tokens of documents. */
  public long tokens() {
    return tokens;
  }

  public long separators() {
    return separators;
  }

  /** Returns the tokens that begin documents or contexts. */
  public long begins() {
    return begins;
  }

  public long padding() {
    return padding;
  }
}
