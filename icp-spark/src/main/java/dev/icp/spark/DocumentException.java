package dev.icp.spark;

/** A document that cannot be packed; the message names its id. */
public final class DocumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public DocumentException(String message) {
    super(message);
  }
}
