package dev.icp.spi;

import dev.icp.internal.base.BudgetedStorage;
import dev.icp.internal.base.Workers;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Threads and storage of its own, for using a stage by itself: an index without a packing run, or a
 * test.
 */
public final class StageResources implements StageContext, AutoCloseable {
  private final Workers workers;
  private final long seed;
  private final Storage storage;

  private StageResources(Workers workers, long seed, Storage storage) {
    this.workers = workers;
    this.seed = seed;
    this.storage = storage;
  }

  /**
   * Opens resources with a quarter of the heap as memory budget and the system's temporary folder.
   *
   * @param threads 1 or more
   * @throws IllegalArgumentException if {@code threads} is not positive
   */
  public static StageResources open(int threads, long seed) {
    return open(
        threads,
        seed,
        Path.of(System.getProperty("java.io.tmpdir")),
        Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Opens resources.
   *
   * @param threads 1 or more
   * @param folder where temporary files go
   * @param memoryBudget bytes of heap that stores may fill before they use files, 0 or more
   * @throws IllegalArgumentException if a number is out of range
   */
  public static StageResources open(int threads, long seed, Path folder, long memoryBudget) {
    if (memoryBudget < 0) {
      throw new IllegalArgumentException("memoryBudget: " + memoryBudget);
    }
    Objects.requireNonNull(folder, "folder");
    return new StageResources(
        new Workers(threads), seed, new BudgetedStorage(folder, memoryBudget));
  }

  @Override
  public int threads() {
    return workers.threads();
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public void forEach(int tasks, IntConsumer body) {
    workers.forEach(tasks, body);
  }

  @Override
  public void progress(long done, long total) {}

  /** Ends the threads. */
  @Override
  public void close() {
    workers.close();
  }
}
