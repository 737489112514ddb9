package dev.icp.formats.internal.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param path where it is
 * @param name what it is called in ids and messages: the path as given, with {@code /}
 * @param given whether it was named itself, rather than found in a folder
 */
public record InputFile(Path path, String name, boolean given) {
  private static final Path STANDARD_INPUT = Path.of("-");

  public static boolean isStandardInput(Path input) {
    return input.equals(STANDARD_INPUT);
  }

  /** Returns whether it can be read only once, and from its beginning to its end. */
  boolean isStream() {
    return isStandardInput(path) || !Files.isRegularFile(path);
  }

  InputStream open() throws IOException {
    return isStandardInput(path) ? System.in : Files.newInputStream(path);
  }
}
