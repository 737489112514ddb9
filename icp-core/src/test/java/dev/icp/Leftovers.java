package dev.icp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run may have left: threads, and files (which have no name any more while they are open).
 */
final class Leftovers {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int PATIENCE_MILLIS = 10_000;

  private Leftovers() {}

  static void assertNone(Path folder) throws InterruptedException {
    assertThat(openFiles(folder)).as("open files in %s", folder).isEmpty();
    assertResultsOnly(folder);
    for (int waited = 0; !threads().isEmpty() && waited < PATIENCE_MILLIS; waited += 10) {
      // They have been told to end, which takes them a moment.
      Thread.sleep(10);
    }
    assertThat(threads()).as("threads").isEmpty();
  }

  /** What a later run may go on with is on purpose, as far as it is complete. */
  private static void assertResultsOnly(Path folder) {
    for (Path left : files(folder)) {
      assertThat(left).hasFileName(".icp-stages");
      for (Path result : files(left)) {
        String stage = result.getFileName().toString().replace(".manifest", "");
        assertThat(left.resolve(stage)).exists();
        assertThat(left.resolve(stage + ".manifest")).exists();
      }
    }
  }

  private static List<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("icp-") && thread.isAlive())
        .map(Thread::getName)
        .toList();
  }

  /** Returns whether {@link #openFiles} can tell. */
  static boolean filesAreKnown() {
    return Files.isDirectory(DESCRIPTORS);
  }

  /** Returns the paths of this process's open files in a folder, sorted; none where unknown. */
  static List<String> openFiles(Path folder) {
    List<String> open = new ArrayList<>();
    if (filesAreKnown()) {
      try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
        descriptors.forEach(
            descriptor -> {
              String target = target(descriptor);
              if (target.startsWith(folder.toString() + "/")) {
                open.add(target);
              }
            });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    open.sort(null);
    return open;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed since it was listed";
    }
  }
}
