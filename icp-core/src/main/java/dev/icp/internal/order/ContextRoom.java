package dev.icp.internal.order;

/** How full the context is that is being filled while an order is made of pieces. */
final class ContextRoom {
  private final int length;
  private final int separators;
  private long context;
  private long filled;
  private boolean separatorDue;

  ContextRoom(int length, int separators, int filled) {
    this.length = length;
    this.separators = separators;
    this.filled = filled;
  }

  /**
   * Places tokens.
   *
   * @param goesOn whether they go on where what was placed last ends in its document
   */
  void add(int tokens, boolean goesOn) {
    if (separatorDue && !goesOn) {
      fill(separators);
    }
    fill(tokens);
    // There is none at the end of a context, and none behind nothing.
    separatorDue = tokens > 0 && filled > 0;
  }

  private void fill(int tokens) {
    filled += tokens;
    context += filled / length;
    filled %= length;
  }

  /** Returns how many contexts are full. */
  long context() {
    return context;
  }

  /** Returns whether something stands in the context, and it takes more. */
  boolean isOpen() {
    return left() > 0 && left() < length;
  }

  /** Returns how many tokens the context still takes, all of them at its beginning. */
  long left() {
    return length - filled - (separatorDue ? separators : 0);
  }
}
