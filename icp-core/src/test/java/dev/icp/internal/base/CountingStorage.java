package dev.icp.internal.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Budgeted storage that knows what was asked of it and what was not given back. */
public final class CountingStorage implements Storage {
  private final Storage storage;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong most = new AtomicLong();
  private final Map<FileChannel, String> files = new ConcurrentHashMap<>();
  private final List<String> names = new CopyOnWriteArrayList<>();

  public CountingStorage(Path folder, long budget) {
    storage = new BudgetedStorage(folder, budget);
  }

  @Override
  public boolean tryReserve(long bytes) {
    boolean granted = storage.tryReserve(bytes);
    if (granted) {
      most.accumulateAndGet(held.addAndGet(bytes), Math::max);
    }
    return granted;
  }

  @Override
  public void release(long bytes) {
    assertThat(held.addAndGet(-bytes)).isNotNegative();
    storage.release(bytes);
  }

  @Override
  public FileChannel temporaryFile(String name) {
    FileChannel file = storage.temporaryFile(name);
    files.put(file, name);
    names.add(name);
    return file;
  }

  /** Returns the names of all files that were made, in order. */
  public List<String> files() {
    return names;
  }

  /** Returns the most bytes of heap that were taken at a time. */
  public long mostHeld() {
    return most.get();
  }

  /** Returns the bytes in all files. */
  public long bytesInFiles() {
    long sum = 0;
    for (FileChannel file : files.keySet()) {
      try {
        sum += file.isOpen() ? file.size() : 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sum;
  }

  public void assertNothingHeld() {
    assertThat(held.get()).as("bytes not released").isZero();
    assertThat(files.keySet()).as("files %s", names).noneMatch(FileChannel::isOpen);
  }
}
