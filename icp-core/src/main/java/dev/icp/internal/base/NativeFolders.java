package dev.icp.internal.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where native libraries, which come in jars, are unpacked and loaded: the first of some folders
 * that can be written to, has room, and lets what is in it be executed. Temporary folders of
 * hardened machines often do not ({@code noexec}), and a home may not be writable. Each library
 * gets a new folder that only its user may read, which is deleted when it is loaded, or, where
 * loaded files cannot be deleted, when the JVM ends.
 */
public final class NativeFolders {
  /** System property: the folder to be tried first. */
  public static final String PROPERTY = "icp.native.dir";

  private static final ConcurrentLinkedDeque<Path> OFFERED = new ConcurrentLinkedDeque<>();
  private static final Set<Path> LEFT = new LinkedHashSet<>();
  private static volatile @Nullable Path proven;

  private NativeFolders() {}

  /** Loads a library from a folder. */
  @FunctionalInterface
  public interface Attempt {
    /** Unpacks and loads it; throws whatever the reason is that this cannot be done. */
    void in(Path folder) throws Exception;
  }

  /** Adds a folder to those that are tried: one where the user wants temporary files. */
  public static void offer(Path folder) {
    OFFERED.addFirst(folder);
  }

  /** Returns the folder in which a library was loaded last; null if there is none. */
  public static @Nullable Path proven() {
    return proven;
  }

  private static Set<Path> candidates() {
    Set<Path> candidates = new LinkedHashSet<>();
    String given = System.getProperty(PROPERTY);
    if (given != null && !given.isEmpty()) {
      candidates.add(Path.of(given));
    }
    if (proven != null) {
      candidates.add(proven);
    }
    candidates.add(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    for (Path offered : OFFERED) {
      Path there = offered.toAbsolutePath();
      while (there.getParent() != null && !Files.isDirectory(there)) {
        there = there.getParent();
      }
      candidates.add(there);
    }
    String home = System.getProperty("user.home");
    if (home != null && !home.isBlank() && !home.equals("?")) {
      candidates.add(Path.of(home));
    }
    return candidates;
  }

  /**
   * Loads a library.
   *
   * @param library what a message calls it
   * @throws IOException naming the folders that were tried, and what can be done
   */
  public static synchronized void load(String library, Attempt attempt) throws IOException {
    StringBuilder failures = new StringBuilder();
    Throwable last = null;
    for (Path candidate : candidates()) {
      Path folder = null;
      try {
        folder = Files.createTempDirectory(candidate, ".icp-native-");
        attempt.in(folder);
        proven = candidate;
        return;
      } catch (Exception | LinkageError e) {
        last = e;
        failures.append(failures.isEmpty() ? "" : "; ").append(candidate).append(": ");
        failures.append(reason(e));
      } finally {
        if (folder != null) {
          discard(folder);
        }
      }
    }
    throw new IOException(
        "the native library of "
            + library
            + " can be loaded from no folder ("
            + failures
            + "): name one that is writable, has room and is not mounted noexec, by --work-dir or"
            + " the system property "
            + PROPERTY,
        last);
  }

  private static String reason(Throwable e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    if (first instanceof IOException io) {
      return IoFailures.reason(io);
    }
    String message = String.valueOf(first.getMessage());
    // What the loader says begins with the path of the library.
    return message.contains("failed to map segment") ? "not executable (noexec)" : message;
  }

  /** Deletes a folder, or where that cannot be yet, as the JVM ends. */
  public static synchronized void discard(Path folder) {
    if (!delete(folder)) {
      deleteAtEnd(folder);
    }
  }

  private static boolean delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void deleteAtEnd(Path folder) {
    if (LEFT.isEmpty()) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> LEFT.forEach(NativeFolders::delete), "icp-native-folders"));
    }
    LEFT.add(folder);
  }
}
