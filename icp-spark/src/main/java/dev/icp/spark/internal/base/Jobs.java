package dev.icp.spark.internal.base;

import java.util.IdentityHashMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The jobs of a run: what they are called in Spark's pages, and what they keep in memory or on the
 * executors' disks, all of which is let go of on close. Not thread-safe.
 */
public class Jobs implements AutoCloseable {
  private final JavaSparkContext context;
  private final IdentityHashMap<Object, Runnable> kept = new IdentityHashMap<>();

  public Jobs(SparkSession session) {
    context = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  public JavaSparkContext context() {
    return context;
  }

  /** Says what the jobs that follow are for. */
  public void describe(String step) {
    context.sc().setJobDescription("icp: " + step);
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
  }
}
