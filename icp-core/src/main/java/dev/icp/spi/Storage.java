package dev.icp.spi;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Memory up to a budget, then temporary files. Thread-safe. */
public interface Storage {
  /**
   * Takes {@code bytes} of heap from the budget that all stages share, if there are so many left.
   *
   * @return whether they may be used
   */
  boolean tryReserve(long bytes);

  /** Gives back what {@link #tryReserve} granted. */
  void release(long bytes);

  /**
   * Opens a new temporary file for reading and writing. It vanishes when the channel is closed, the
   * channel is garbage or the JVM ends.
   *
   * @param name says what it holds, for people who look into the folder
   * @throws java.io.UncheckedIOException naming the folder if it cannot be made
   */
  FileChannel temporaryFile(String name);

  /**
   * Returns the folder for what a later run can go on with, which may not exist yet; empty, which
   * is the default, if nothing is to be kept.
   */
  default Optional<Path> kept() {
    return Optional.empty();
  }
}
