package dev.icp.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spi.StageContext;
import dev.icp.spi.Storage;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/** A context that fails when a stage uses it as it may not, and knows what was not given back. */
final class CheckingContext implements StageContext {
  private final StageContext context;
  private final CheckingStorage storage;
  private final ThreadLocal<Boolean> inTask = ThreadLocal.withInitial(() -> false);

  CheckingContext(StageContext context) {
    this.context = context;
    storage = new CheckingStorage(context.storage());
  }

  @Override
  public int threads() {
    return context.threads();
  }

  @Override
  public long seed() {
    return context.seed();
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public void forEach(int tasks, IntConsumer body) {
    assertThat(inTask.get()).as("forEach within a task").isFalse();
    assertThat(tasks).as("tasks").isNotNegative();
    context.forEach(
        tasks,
        task -> {
          inTask.set(true);
          try {
            body.accept(task);
          } finally {
            inTask.set(false);
          }
        });
  }

  @Override
  public void progress(long done, long total) {
    assertThat(done).as("progress").isNotNegative();
    assertThat(total).as("total of progress").isGreaterThanOrEqualTo(-1);
    if (total >= 0) {
      assertThat(done).as("progress").isLessThanOrEqualTo(total);
    }
    context.progress(done, total);
  }

  /** Asserts that all memory was given back and all files were closed. */
  void assertNothingHeld() {
    assertThat(storage.held.get()).as("bytes not released").isZero();
    assertThat(storage.files).as("temporary files").noneMatch(FileChannel::isOpen);
  }

  private static final class CheckingStorage implements Storage {
    private final Storage storage;
    private final AtomicLong held = new AtomicLong();
    private final List<FileChannel> files = new CopyOnWriteArrayList<>();

    CheckingStorage(Storage storage) {
      this.storage = storage;
    }

    @Override
    public boolean tryReserve(long bytes) {
      assertThat(bytes).as("bytes to reserve").isNotNegative();
      boolean granted = storage.tryReserve(bytes);
      if (granted) {
        held.addAndGet(bytes);
      }
      return granted;
    }

    @Override
    public void release(long bytes) {
      assertThat(held.addAndGet(-bytes)).as("bytes left after release").isNotNegative();
      storage.release(bytes);
    }

    @Override
    public FileChannel temporaryFile(String name) {
      FileChannel file = storage.temporaryFile(name);
      files.add(file);
      return file;
    }
  }
}
