package dev.icp.formats;

import dev.icp.formats.internal.files.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * Something in a corpus that cannot be read: a line that holds no document, a file that is not text
 * or ends too early. The message is {@code location: reason}, always one line, shortened when very
 * long.
 */
public final class CorpusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String location;
  private final String reason;

  /**
   * @param location where: {@code corpus.jsonl:17}, or the path of a file or folder
   * @param reason what is wrong there, without naming the place
   */
  public CorpusException(String location, String reason) {
    this(location, reason, null);
  }

  public CorpusException(String location, String reason, @Nullable Throwable cause) {
    super(OneLine.of(location + ": " + reason), cause);
    this.location = location;
    this.reason = reason;
  }

  /**
   * Returns where: file and line ({@code corpus.jsonl:17}) for JSON Lines, otherwise the path; the
   * file is named as it was given, or below the folder that was given.
   */
  public String location() {
    return location;
  }

  /** Returns what is wrong, without naming the place. */
  public String reason() {
    return reason;
  }
}
