package dev.icp.cli.shared;

import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder of temporary files. */
public final class WorkFolder {
  private WorkFolder() {}

  /** Returns the folder, and the vectors that runs keep in it: none of them is a document. */
  public static List<Path> own(Path folder) {
    List<Path> own = new ArrayList<>(List.of(folder));
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(f -> String.valueOf(f.getFileName()).matches("vectors-[0-9a-f]{12}\\.kept"))
          .forEach(own::add);
    } catch (IOException | UncheckedIOException e) {
      // It is not there yet.
    }
    return own;
  }

  /** Makes it if absent. */
  public static void make(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw IoFailures.at(folder, "cannot be made", e);
    }
  }
}
