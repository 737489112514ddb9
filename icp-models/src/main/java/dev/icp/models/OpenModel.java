package dev.icp.models;

import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Whether a model is still open. Native memory must not go while a batch runs: batches share a
 * lock, the end has it alone.
 */
final class OpenModel {
  private final Path file;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  OpenModel(Path file) {
    this.file = file;
  }

  /**
   * Does what wants the model to be open.
   *
   * @throws IllegalStateException if it is not
   */
  <T> T during(Supplier<T> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(file + ": the model has been closed");
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Does it when nothing else runs; a second time it does nothing. */
  void close(Runnable end) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        end.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
