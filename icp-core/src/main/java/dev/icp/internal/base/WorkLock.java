package dev.icp.internal.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps other runs out of a folder, of this process and of others: the operating system's lock on a
 * file in it, which goes with the process however that ends, and with this object when it is
 * garbage.
 */
final class WorkLock implements AutoCloseable {
  private static final String NAME = "lock";
  private static final Cleaner CLEANER = Cleaner.create();

  /**
   * The files that this process has locked. Asked first, since on POSIX systems the closing of any
   * other channel of the file lets the process's lock go.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Cleaner.Cleanable cleanable;

  private WorkLock(Path file, FileChannel channel) {
    cleanable = CLEANER.register(this, () -> release(file, channel));
  }

  /**
   * Takes the lock.
   *
   * @param folder exists
   * @param named what a message calls it
   * @throws IOException if another run has it
   */
  static WorkLock take(Path folder, Path named) throws IOException {
    Path file = folder.toRealPath().resolve(NAME);
    if (!HELD.add(file)) {
      throw inUse(named);
    }
    boolean taken = false;
    try {
      WorkLock lock = new WorkLock(file, locked(file, named));
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  private static FileChannel locked(Path file, Path named) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean taken = false;
      try {
        if (!lock(channel)) {
          throw inUse(named);
        }
        // Who had it before may have deleted the file between our opening and locking it.
        taken = hasItsName(channel, file);
        if (taken) {
          return channel;
        }
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    }
  }

  private static boolean lock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException e) {
      // The file system knows no locks.
      return true;
    }
  }

  /** Returns whether a locked file is still the one of its name: what is written there is seen. */
  private static boolean hasItsName(FileChannel channel, Path file) throws IOException {
    long size = channel.size();
    channel.write(ByteBuffer.allocate(1), size);
    try {
      return Files.size(file) == size + 1;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static IOException inUse(Path named) {
    return new IOException(named + ": another run is using this work directory");
  }

  /** Returns whether a file of the folder is the lock. */
  static boolean is(Path file) {
    return file.endsWith(NAME);
  }

  private static void release(Path file, FileChannel channel) {
    try {
      // Before the lock goes, so that the file that is deleted is never another run's.
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
