package dev.icp.formats.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files that are deleted when the JVM ends before they have their names. Unlike {@link
 * java.io.File#deleteOnExit} it forgets those that have, so that it does not grow with all that was
 * ever written.
 */
final class Unfinished {
  private static final Set<Path> FILES = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::delete, "icp-unfinished-files"));
  }

  private Unfinished() {}

  static void add(Path file) {
    FILES.add(file.toAbsolutePath());
  }

  static void remove(Path file) {
    FILES.remove(file.toAbsolutePath());
  }

  /** Returns how many files have no name yet. */
  static int count() {
    return FILES.size();
  }

  private static void delete() {
    for (Path file : FILES) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // The next run deletes it.
      }
    }
  }
}
