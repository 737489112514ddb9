package dev.icp.formats;

import dev.icp.formats.internal.files.OneLine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something in an output that is not as it should be. The message is {@code location: reason}. */
public final class BadOutputException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param location where: a file or folder, and what in it
   * @param reason what is wrong there
   */
  public BadOutputException(String location, String reason) {
    this(location, reason, null);
  }

  /**
   * @param location where: a file or folder, and what in it
   * @param reason what is wrong there
   * @param cause how that was found; null if it is of no interest
   */
  public BadOutputException(String location, String reason, @Nullable Throwable cause) {
    super(OneLine.of(location + ": " + reason), cause);
  }
}
