package dev.icp.internal.base;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Says in words why something could not be read or written: the one place that makes messages of
 * what the JDK throws, which has the file without the reason or the reason without the file.
 */
public final class IoFailures {
  /** What the operating system says, as people would. */
  private static final Map<String, String> WORDS =
      Map.of(
          "Is a directory", "a folder, not a file",
          "Not a directory", "not a folder",
          "Too many levels of symbolic links", "a symbolic link, which is not followed");

  private static final Map<Class<? extends IOException>, String> KINDS =
      Map.of(
          NoSuchFileException.class, "no such file or folder",
          AccessDeniedException.class, "permission denied",
          FileAlreadyExistsException.class, "there is a file of this name",
          NotDirectoryException.class, "not a folder",
          DirectoryNotEmptyException.class, "a folder that is not empty",
          FileSystemLoopException.class, "a folder that is within itself");

  private IoFailures() {}

  /** Returns the reason without the file's name, which the caller knows. */
  public static String reason(IOException e) {
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return words(failure.getReason());
    }
    if (e instanceof FileSystemException) {
      return KINDS.getOrDefault(e.getClass(), "it cannot be used");
    }
    if (e instanceof ClosedChannelException) {
      return "it was closed while it was in use";
    }
    if (e instanceof CharacterCodingException) {
      return "not UTF-8";
    }
    if (e.getMessage() != null) {
      return words(e.getMessage());
    }
    return e instanceof EOFException ? "it ends too early" : e.getClass().getSimpleName();
  }

  private static String words(String reason) {
    return WORDS.getOrDefault(reason, reason);
  }

  /**
   * Returns the file and the reason, where the exception knows the file; else its message, which is
   * one of ours.
   */
  public static String message(IOException e) {
    return e instanceof FileSystemException failure && failure.getFile() != null
        ? failure.getFile() + ": " + reason(e)
        : reason(e);
  }

  /**
   * Returns how to say what could not be done to a file.
   *
   * @param failed as in {@code cannot be written}
   */
  public static IOException at(Path file, String failed, IOException e) {
    return new IOException(file + ": " + failed + ": " + reason(e), e);
  }

  /** The same, unchecked. */
  public static UncheckedIOException unchecked(Path file, String failed, IOException e) {
    return new UncheckedIOException(at(file, failed, e));
  }
}
