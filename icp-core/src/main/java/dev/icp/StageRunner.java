package dev.icp;

import dev.icp.PackingReport.StageReport;
import dev.icp.internal.base.BudgetedStorage;
import dev.icp.internal.base.HeapSampler;
import dev.icp.internal.base.Workers;
import dev.icp.spi.StageContext;
import dev.icp.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Runs stages one after the other: what they share, how long they take, and who hears of it. */
final class StageRunner implements StageContext, AutoCloseable {
  private final Workers workers;
  private final long seed;
  private final Storage storage;
  private final ProgressListener listener;
  private final HeapSampler sampler = new HeapSampler();
  private final List<StageReport> reports = new ArrayList<>();
  private Stage stage = Stage.READ;
  private long lastDone = -1;
  private long lastTotal = -1;

  StageRunner(Settings settings) {
    workers = new Workers(settings.threads());
    seed = settings.packing().epochSeed();
    storage =
        new BudgetedStorage(
            settings.temporaryDirectory(), settings.memoryBudget(), settings.workDirectory());
    listener = settings.progress();
  }

  /** Runs a stage and notes what it took. */
  <T> T run(Stage next, Supplier<T> body) {
    synchronized (this) {
      stage = next;
      lastDone = -1;
      lastTotal = -1;
    }
    sampler.takePeak();
    long start = System.nanoTime();
    T result = body.get();
    if (lastTotal >= 0) {
      progress(lastTotal, lastTotal);
    }
    reports.add(new StageReport(next, (System.nanoTime() - start) / 1e9, sampler.takePeak()));
    return result;
  }

  List<StageReport> reports() {
    return reports;
  }

  Workers workers() {
    return workers;
  }

  @Override
  public int threads() {
    return workers.threads();
  }

  /**
   * {@inheritDoc}
   *
   * <p>What documents are like, and like whom, does not depend on the run's seed: so it is found
   * again whatever the seed of the next one.
   */
  @Override
  public synchronized long seed() {
    return stage.compareTo(Stage.NEIGHBOURS) > 0 ? seed : 0;
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
  public synchronized void progress(long done, long total) {
    if (done > lastDone) {
      lastDone = done;
      lastTotal = total;
      listener.progress(stage, done, total);
    }
  }

  @Override
  public void close() {
    sampler.close();
    workers.close();
  }
}
