package dev.icp;

/**
 * A document that cannot be packed: its id was seen before, or its text is not text (a surrogate
 * without its pair has no UTF-8).
 */
public final class BadDocumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final long position;
  private final String id;
  private final String reason;

  /**
   * @param position the document's place in the input, counted from 0
   * @param id the document's id
   * @param reason what is wrong with it, without naming it
   */
  public BadDocumentException(long position, String id, String reason) {
    super("document " + position + " (id \"" + id + "\"): " + reason);
    this.position = position;
    this.id = id;
    this.reason = reason;
  }

  /** Returns the document's place in the input, counted from 0, skipped documents included. */
  public long position() {
    return position;
  }

  /** Returns the document's id. */
  public String id() {
    return id;
  }

  /** Returns what is wrong, without naming the document. */
  public String reason() {
    return reason;
  }
}
