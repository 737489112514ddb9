package dev.icp.internal.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Whole reads and writes at a place of a file, in pieces that keep the JDK's own buffers small. A
 * thread that has been interrupted reads and writes all the same: the JDK would close the file,
 * which other threads need. Only an interrupt that comes during a read or write still does that.
 */
public final class Channels {
  private static final int PIECE = 1 << 20;

  /** In which folder temporary files are, for messages: channels do not know. */
  private static final Map<FileChannel, Path> FOLDERS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Channels() {}

  /** Remembers in which folder a temporary file is, so that a message can say so. */
  static FileChannel in(Path folder, FileChannel file) {
    FOLDERS.put(file, folder);
    return file;
  }

  /** Writes all that remains in {@code source}. */
  public static void write(FileChannel file, long at, ByteBuffer source, String what) {
    boolean interrupted = Thread.interrupted();
    try {
      int end = source.limit();
      while (source.position() < end) {
        source.limit(Math.min(end, source.position() + PIECE));
        at += file.write(source, at);
      }
    } catch (IOException e) {
      throw failed(file, "write", what, e);
    } finally {
      restore(interrupted);
    }
  }

  /** Fills {@code target} up to its limit. */
  public static void read(FileChannel file, long at, ByteBuffer target, String what) {
    boolean interrupted = Thread.interrupted();
    try {
      int end = target.limit();
      while (target.position() < end) {
        target.limit(Math.min(end, target.position() + PIECE));
        int got = file.read(target, at);
        if (got < 0) {
          throw new IOException("ends at " + at);
        }
        at += got;
      }
    } catch (IOException e) {
      throw failed(file, "read", what, e);
    } finally {
      restore(interrupted);
    }
  }

  /** Interrupts this thread again, if it was. */
  static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes a file; throws what that throws, unchecked. */
  public static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeException failed(
      FileChannel file, String verb, String what, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      // The disk is fine: who waits for a thread is told the same way elsewhere.
      return new IllegalStateException("interrupted while temporary files were in use", e);
    }
    if (e instanceof ClosedChannelException) {
      return new IllegalStateException(
          "temporary files are closed: by who made them, or by the interrupt of a thread that was"
              + " using them",
          e);
    }
    Path folder = FOLDERS.get(file);
    return new UncheckedIOException(
        "cannot "
            + verb
            + " temporary file ("
            + what
            + (folder == null ? "" : " in " + folder)
            + "): "
            + IoFailures.reason(e),
        e);
  }
}
