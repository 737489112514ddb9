package dev.icp.formats.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other runs out of a folder, of this process and of others. The lock is the operating
 * system's on the file {@code .icp.lock}, so it goes with the process however that ends; where the
 * file system knows no locks there is none.
 */
final class FolderLock implements Closeable {
  private static final String NAME = ".icp.lock";

  /**
   * The folders that this process has locked. Asked first, since on POSIX systems the closing of
   * any other channel of the file lets the process's lock go.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException if another run has it, or the folder cannot be written to
   */
  static FolderLock take(Path folder) throws IOException {
    Path file = folder.toRealPath().resolve(NAME);
    if (!HELD.add(file)) {
      throw inUse(folder);
    }
    boolean taken = false;
    try {
      FolderLock lock = new FolderLock(file, locked(folder, file));
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  private static FileChannel locked(Path folder, Path file) throws IOException {
    while (true) {
      FileChannel channel;
      try {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      } catch (FileSystemException e) {
        throw new IOException(folder + ": cannot be written: " + Failures.reason(e), e);
      }
      boolean taken = false;
      try {
        Object before = key(file);
        if (!lock(channel)) {
          throw inUse(folder);
        }
        // Who had it before may have deleted the file between our opening and locking it.
        taken = before != null && Objects.equals(before, key(file));
      } finally {
        if (!taken) {
          channel.close();
        }
      }
      if (taken) {
        return channel;
      }
    }
  }

  private static IOException inUse(Path folder) {
    return new IOException(folder + ": another run is writing into this folder");
  }

  private static boolean lock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException e) {
      return true;
    }
  }

  /** Returns what tells this file from another of its name; null if there is none. */
  private static @Nullable Object key(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? NAME : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    // Before the lock goes, so that the file that is deleted is never another run's.
    Files.deleteIfExists(file);
    channel.close();
    HELD.remove(file);
  }
}
