package dev.icp.internal.base;

import java.util.concurrent.atomic.AtomicLong;

/** Watches how much heap is in use, garbage included, from a daemon thread. */
public final class HeapSampler implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 20;

  private final AtomicLong peak = new AtomicLong();
  private final Thread thread;

  /** Starts watching. */
  public HeapSampler() {
    thread = new Thread(this::watch, "icp-heap-sampler");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!Thread.interrupted()) {
        sample();
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample() {
    peak.accumulateAndGet(used(), Math::max);
  }

  /** Returns how many bytes of heap are in use now. */
  public static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Returns the most bytes seen since the last call, and starts anew. */
  public long takePeak() {
    sample();
    return peak.getAndSet(0);
  }

  /** Stops watching. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
