package dev.icp.cli.neighbours;

import dev.icp.ProgressListener;
import dev.icp.Stage;
import dev.icp.spi.StageContext;
import dev.icp.spi.Storage;
import java.util.function.IntConsumer;

/** Notes when an index has done half of what it has to do, and shows how far it has come. */
final class TimedContext implements StageContext {
  private final StageContext resources;
  private final ProgressListener listener;
  private long halfway;
  private long lastDone = -1;

  TimedContext(StageContext resources, ProgressListener listener) {
    this.resources = resources;
    this.listener = listener;
  }

  /** Returns the {@link System#nanoTime} of when half was done; that of now if it was not yet. */
  synchronized long halfway() {
    return halfway == 0 ? System.nanoTime() : halfway;
  }

  @Override
  public int threads() {
    return resources.threads();
  }

  @Override
  public long seed() {
    return resources.seed();
  }

  @Override
  public Storage storage() {
    return resources.storage();
  }

  @Override
  public void forEach(int tasks, IntConsumer body) {
    resources.forEach(tasks, body);
  }

  @Override
  public synchronized void progress(long done, long total) {
    if (halfway == 0 && done >= total / 2) {
      halfway = System.nanoTime();
    }
    if (done > lastDone) {
      lastDone = done;
      listener.progress(Stage.NEIGHBOURS, done, total);
    }
  }
}
