package dev.icp.formats.internal.files;

import dev.icp.formats.IfExists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Which files may be replaced: the one place that every writer asks before it begins, and again
 * before a file gets its name. A link counts as a file, wherever it leads.
 */
@FunctionalInterface
public interface Existing {
  /** Returns whether a file that exists is one that the writer may replace. */
  boolean isOurs(Path target) throws IOException;

  /** Returns what a user's choice means. */
  static Existing of(IfExists choice) {
    return switch (choice) {
      case REFUSE -> target -> false;
      case REPLACE -> target -> true;
    };
  }

  /**
   * Refuses a target that is there and not to be replaced.
   *
   * @throws IOException naming it
   */
  default void require(Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException(target + ": cannot be written: not a regular file");
    }
    if (!isOurs(target)) {
      throw new IOException(
          target
              + ": is there already, and no output of icp that this could replace: move it away, or"
              + " choose another place");
    }
  }
}
