package dev.icp.spark.internal.steps;

import dev.icp.spi.StageContext;
import dev.icp.spi.StageResources;
import dev.icp.spi.Storage;
import java.util.function.IntConsumer;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * What a stage works with inside a task: the task's own thread, whose processor time Spark counts.
 */
public final class TaskResources implements StageContext, AutoCloseable {
  private final StageResources resources;
  private final @Nullable LongAccumulator done;
  private final long units;
  private long told;

  /** Counts nothing. */
  public TaskResources(long seed) {
    this(seed, null, 0);
  }

  /**
   * @param done gets the documents as they are done
   * @param units documents that the stage does
   */
  public TaskResources(long seed, @Nullable LongAccumulator done, long units) {
    // Starts no thread as long as nothing asks for one.
    resources = StageResources.open(1, seed);
    this.done = done;
    this.units = units;
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public long seed() {
    return resources.seed();
  }

  @Override
  public Storage storage() {
    return resources.storage();
  }

  /** Ends where the task is to end, as {@link StageResources#forEach} does. */
  @Override
  public void forEach(int tasks, IntConsumer body) {
    for (int task = 0; task < tasks; task++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted");
      }
      body.accept(task);
    }
  }

  /** A stage that begins anew, as some do, is counted where it gets further than before. */
  @Override
  public void progress(long now, long total) {
    if (total > 0) {
      tell(Math.round(units * (double) Math.min(now, total) / total));
    }
  }

  private void tell(long doneNow) {
    if (done != null && doneNow > told) {
      done.add(doneNow - told);
      told = doneNow;
    }
  }

  /** Ends the stage, all of which is done then. */
  @Override
  public void close() {
    tell(units);
    resources.close();
  }
}
