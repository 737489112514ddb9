package dev.icp.internal.base;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A fixed number of daemon threads. */
public final class Workers implements AutoCloseable {
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final int threads;
  private final ExecutorService pool;

  /**
   * Starts the threads on first use.
   *
   * @throws IllegalArgumentException if {@code threads} is not positive
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads);
    }
    this.threads = threads;
    pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "icp-" + THREADS.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Returns the number of threads. */
  public int threads() {
    return threads;
  }

  /** Runs a task some time; what it throws is up to the task. */
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** See {@link dev.icp.spi.StageContext#forEach}. */
  public void forEach(int tasks, IntConsumer body) {
    Loop loop = new Loop(tasks, body);
    int runners = Math.min(threads, tasks);
    CountDownLatch done = new CountDownLatch(runners);
    for (int r = 0; r < runners; r++) {
      pool.execute(
          () -> {
            try {
              loop.run();
            } finally {
              done.countDown();
            }
          });
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      loop.stop();
      // The tasks that have started still use what the caller is about to close.
      awaitUninterruptibly(done);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    loop.rethrow();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // The caller is told of the first one, and restores the flag.
      }
    }
  }

  /**
   * Throws what a task threw, as it is; does nothing if it threw nothing. A task written in Kotlin
   * or Scala can throw checked exceptions as well.
   */
  public static void rethrow(@Nullable Throwable failure) {
    if (failure != null) {
      throw Workers.<RuntimeException>unchecked(failure);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable failure) throws T {
    throw (T) failure;
  }

  /** Ends the threads; tasks that have not started are dropped, running ones are interrupted. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  /** Hands out task numbers until there are none left or one has failed. */
  private static final class Loop implements Runnable {
    private final int tasks;
    private final IntConsumer body;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean stopped;
    private int failedTask = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    Loop(int tasks, IntConsumer body) {
      this.tasks = tasks;
      this.body = body;
    }

    @Override
    public void run() {
      for (int task; !stopped && (task = next.getAndIncrement()) < tasks; ) {
        try {
          body.accept(task);
        } catch (Throwable e) {
          fail(task, e);
        }
      }
    }

    /** Keeps the failure of the lowest task, so that the same input gives the same message. */
    private synchronized void fail(int task, Throwable e) {
      stopped = true;
      if (task < failedTask) {
        failedTask = task;
        failure = e;
      }
    }

    void stop() {
      stopped = true;
    }

    synchronized void rethrow() {
      Workers.rethrow(failure);
    }
  }
}
