package dev.icp.internal.base;

import dev.icp.spi.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A shared budget of heap, and temporary files in one folder. */
public final class BudgetedStorage implements Storage {
  private static final Set<StandardOpenOption> NEW =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);

  private final Path folder;
  private final @Nullable Path kept;
  private final AtomicLong left;

  /**
   * @param folder where temporary files go; made when the first one is
   * @param budget bytes of heap
   */
  public BudgetedStorage(Path folder, long budget) {
    this(folder, budget, null);
  }

  /**
   * @param folder where temporary files go; made when the first one is
   * @param budget bytes of heap
   * @param kept where what a later run can go on with goes; null for nowhere
   */
  public BudgetedStorage(Path folder, long budget, @Nullable Path kept) {
    this.folder = folder;
    this.kept = kept;
    left = new AtomicLong(budget);
  }

  @Override
  public Optional<Path> kept() {
    return Optional.ofNullable(kept);
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
      String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
      Path file = folder.resolve("icp-" + name + "-" + random + ".tmp");
      // In one step, so that there is no time in which a kill or a failure leaves an empty file.
      return Channels.in(folder, FileChannel.open(file, NEW, Private.attributes(file)));
    } catch (IOException e) {
      throw IoFailures.unchecked(folder, "cannot hold a temporary file", e);
    }
  }
}
