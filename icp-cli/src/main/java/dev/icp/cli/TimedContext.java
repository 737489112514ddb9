package dev.icp.cli;

import dev.icp.ProgressListener;
import dev.icp.Stage;
import dev.icp.spi.StageContext;
import dev.icp.spi.Storage;
import java.util.function.IntConsumer;

/** Notes when an index first puts the threads to work, and shows how far it has come. */
final class TimedContext implements StageContext {
  private final StageContext resources;
  private final ProgressListener listener;
  private long firstWork;
  private long lastDone = -1;

  TimedContext(StageContext resources, ProgressListener listener) {
    this.resources = resources;
    this.listener = listener;
  }

  /** Returns the {@link System#nanoTime} of the first work; that of now if there was none. */
  synchronized long firstWork() {
    return firstWork == 0 ? System.nanoTime() : firstWork;
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
    synchronized (this) {
      if (firstWork == 0) {
        firstWork = System.nanoTime();
      }
    }
    resources.forEach(tasks, body);
  }

  @Override
  public synchronized void progress(long done, long total) {
    if (done > lastDone) {
      lastDone = done;
      listener.progress(Stage.NEIGHBOURS, done, total);
    }
  }
}
