package dev.icp.formats.internal.files;

import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what fits into memory. What the disk says when it fails has no name: this adds it. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * Returns all that a file holds.
   *
   * @throws IOException naming the file
   */
  public static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw IoFailures.at(file, "cannot be read", e);
    }
  }

  /**
   * Returns how a file begins.
   *
   * @param most so many bytes, or what there is
   * @throws IOException naming the file
   */
  public static byte[] head(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw IoFailures.at(file, "cannot be read", e);
    }
  }
}
