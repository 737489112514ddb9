package dev.icp.internal.base;

import dev.icp.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A shared budget of heap, and temporary files in one folder. */
public final class BudgetedStorage implements Storage {
  private final Path folder;
  private final boolean keeps;
  private final AtomicLong left;

  /**
   * @param folder where temporary files go; made when the first one is
   * @param budget bytes of heap
   */
  public BudgetedStorage(Path folder, long budget) {
    this(folder, budget, false);
  }

  /**
   * @param folder where files go; made when the first one is
   * @param budget bytes of heap
   * @param keeps whether the folder is also for what a later run can go on with
   */
  public BudgetedStorage(Path folder, long budget, boolean keeps) {
    this.folder = folder;
    this.keeps = keeps;
    left = new AtomicLong(budget);
  }

  @Override
  public Optional<Path> kept() {
    return keeps ? Optional.of(folder) : Optional.empty();
  }

  @Override
  public boolean tryReserve(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  @Override
  public void release(long bytes) {
    left.addAndGet(bytes);
  }

  @Override
  public FileChannel temporaryFile(String name) {
    try {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, "icp-" + name + "-", ".tmp");
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary file in " + folder + ": " + e, e);
    }
  }
}
