package dev.icp.internal.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where folders are. */
public final class Folders {
  private Folders() {}

  /**
   * Returns whether a folder, which need not be there yet, is another one or lies below it, by
   * whatever links.
   *
   * @param other is there
   */
  public static boolean isWithin(Path folder, Path other) {
    Path at = folder.toAbsolutePath().normalize();
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    try {
      return at != null && at.toRealPath().startsWith(other.toRealPath());
    } catch (IOException e) {
      throw IoFailures.unchecked(folder, "cannot be used", e);
    }
  }
}
