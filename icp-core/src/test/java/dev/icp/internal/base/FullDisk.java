package dev.icp.internal.base;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.icp.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** No memory, and files that nothing can be written to: Linux's device for such tests. */
public final class FullDisk implements Storage {
  private static final Path FULL = Path.of("/dev/full");

  private final List<FileChannel> files = new CopyOnWriteArrayList<>();

  public FullDisk() {
    assumeTrue(Files.isWritable(FULL), "needs /dev/full");
  }

  @Override
  public boolean tryReserve(long bytes) {
    return false;
  }

  @Override
  public void release(long bytes) {
    if (bytes != 0) {
      throw new IllegalStateException("nothing was granted: " + bytes);
    }
  }

  @Override
  public FileChannel temporaryFile(String name) {
    try {
      FileChannel file = FileChannel.open(FULL, StandardOpenOption.READ, StandardOpenOption.WRITE);
      files.add(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether all files have been closed, of which there must be some. */
  public boolean letGo() {
    return !files.isEmpty() && files.stream().noneMatch(FileChannel::isOpen);
  }
}
