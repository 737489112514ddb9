package dev.icp.formats.internal.corpus;

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

  FileKind kind() {
    return isStandardInput(path) ? FileKind.STANDARD_INPUT : FileKind.of(name);
  }
}
