package dev.icp.internal.base;

import dev.icp.spi.OnFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other runs away from a folder or a file: those of this process, whichever class loader they
 * came by, and those of others. The lock is the operating system's, so it goes with the process
 * however that ends, and with this object when it is garbage. Where the file system knows no locks
 * (some network file systems, and all but that of the machine itself), only the runs of this
 * process are kept away. Links are not followed.
 */
public final class RunLock implements AutoCloseable {
  /**
   * Begins the names of system properties, one for each file that this process has locked: what all
   * class loaders share. Asked first, since on POSIX systems the closing of any other channel of
   * the file lets the process's lock go.
   */
  private static final String HELD = "dev.icp.locked:";

  private static final Cleaner CLEANER = Cleaner.create();

  /** Of files that someone else in this process has locked: closed, they would lose the lock. */
  private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

  private final @Nullable FileChannel channel;
  private final Cleaner.Cleanable cleanable;

  private RunLock(@Nullable FileChannel channel, Runnable release) {
    this.channel = channel;
    cleanable = CLEANER.register(this, release);
  }

  /**
   * Locks a folder by a file in it that is there as long as the lock is.
   *
   * @param folder exists
   * @param name of the file
   * @param inUse what to say when another run has it
   * @throws IOException if another run has it, or the file cannot be made
   */
  public static RunLock ofFolder(Path folder, String name, String inUse) throws IOException {
    if (!folder.getFileSystem().equals(FileSystems.getDefault())) {
      return marked(folder.toRealPath().resolve(name), inUse);
    }
    return take(
        folder.toRealPath().resolve(name),
        inUse,
        true,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Opens a file for reading and writing, and locks it; made if absent, for its owner only.
   *
   * @param inUse what to say when another run has it
   * @throws IOException if another run has it, or it cannot be opened
   */
  public static RunLock ofFile(Path file, String inUse) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (folder == null || name == null) {
      throw new NoSuchFileException(file.toString());
    }
    return take(
        folder.toRealPath().resolve(name),
        inUse,
        false,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Where there are no locks: a file that is there as long as this is. */
  private static RunLock marked(Path file, String inUse) throws IOException {
    String held = HELD + file;
    if (System.getProperties().putIfAbsent(held, "") != null) {
      throw new IOException(inUse);
    }
    boolean marked = false;
    try {
      Files.write(file, new byte[0]);
      marked = true;
      return new RunLock(null, () -> unmark(file, held));
    } finally {
      if (!marked) {
        System.getProperties().remove(held);
      }
    }
  }

  private static void unmark(Path file, String held) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.getProperties().remove(held);
    }
  }

  private static RunLock take(Path file, String inUse, boolean passing, OpenOption... options)
      throws IOException {
    String held = HELD + file;
    if (System.getProperties().putIfAbsent(held, "") != null) {
      throw new IOException(inUse);
    }
    boolean interrupted = Thread.interrupted();
    try {
      FileChannel channel = locked(file, inUse, passing, Set.of(options));
      return new RunLock(channel, () -> release(file, channel, passing, held));
    } catch (Throwable cause) {
      System.getProperties().remove(held);
      throw cause;
    } finally {
      Channels.restore(interrupted);
    }
  }

  private static FileChannel locked(
      Path file, String inUse, boolean passing, Set<OpenOption> options) throws IOException {
    while (true) {
      FileChannel channel = FileChannel.open(file, options, Private.attributes(file));
      try {
        if (!lock(channel)) {
          throw new IOException(inUse);
        }
        // Who had it before may have deleted the file between our opening and locking it.
        if (!passing || hasItsName(channel, file)) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        NEVER_CLOSED.add(channel);
        throw new IOException(inUse, e);
      } catch (Throwable cause) {
        OnFailure.close(channel, cause);
        throw cause;
      }
      channel.close();
    }
  }

  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      // The file system knows no locks.
      return true;
    }
  }

  /** Returns whether a locked file is still the one of its name: what is written there is seen. */
  private static boolean hasItsName(FileChannel channel, Path file) throws IOException {
    try {
      long size = channel.size();
      channel.write(ByteBuffer.allocate(1), size);
      return Files.size(file) == size + 1;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // A full disk does not say which file it had no room for.
      FileSystemException named =
          new FileSystemException(file.toString(), null, IoFailures.reason(e));
      named.initCause(e);
      throw named;
    }
  }

  private static void release(Path file, FileChannel channel, boolean passing, String held) {
    try (channel) {
      if (passing) {
        // Before the lock goes, so that the file that is deleted is never another run's.
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.getProperties().remove(held);
    }
  }

  /** Returns the locked file of {@link #ofFile}. */
  public FileChannel channel() {
    return Objects.requireNonNull(channel);
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
