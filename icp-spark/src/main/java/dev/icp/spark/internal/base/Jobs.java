package dev.icp.spark.internal.base;

import dev.icp.spark.SparkReport.StepReport;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spark.internal.steps.Steps;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * The jobs of a run: what they are called in Spark's pages, and what they keep in memory or on the
 * executors' disks, all of which is let go of on close. Not thread-safe.
 */
public final class Jobs implements AutoCloseable {
  private final JavaSparkContext context;
  private final IdentityHashMap<Object, Runnable> kept = new IdentityHashMap<>();
  private final Steps steps;

  /**
   * @param steps that there may be
   * @param lines gets a line every ten seconds that says how far they are
   */
  public Jobs(SparkSession session, Set<Step> steps, Consumer<String> lines) {
    context = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.steps = new Steps(context, steps, lines);
  }

  public JavaSparkContext context() {
    return context;
  }

  /** Says what the jobs that follow are for, of which nobody knows how many documents they do. */
  public void begin(Step step) {
    begin(step, -1);
  }

  /**
   * Says what the jobs that follow are for.
   *
   * @param total documents that they do, or contexts that they write
   */
  public void begin(Step step, long total) {
    steps.begin(step, total);
  }

  /** Returns what tasks add to while the step goes on: the documents that they have done. */
  public LongAccumulator done() {
    return steps.done();
  }

  /** Ends the step that goes on, and returns what each one took. */
  public List<StepReport> report() {
    return steps.report();
  }

  /** Keeps rows once they are computed, and returns them. */
  public <T> Dataset<T> keep(Dataset<T> rows) {
    rows.persist(StorageLevel.MEMORY_AND_DISK());
    kept.put(rows, rows::unpersist);
    return rows;
  }

  /** Keeps values once they are computed, and returns them. */
  public <T> JavaRDD<T> keep(JavaRDD<T> values) {
    // What this returns is another object of the same values.
    values.persist(StorageLevel.MEMORY_AND_DISK());
    kept.put(values, () -> values.unpersist(false));
    return values;
  }

  /**
   * Lets go of what was kept.
   *
   * @param one as {@code keep} returned it
   */
  public void letGo(Object one) {
    Runnable unpersist = kept.remove(one);
    if (unpersist != null) {
      unpersist.run();
    }
  }

  @Override
  public void close() {
    kept.values().forEach(Runnable::run);
    kept.clear();
    steps.close();
  }
}
