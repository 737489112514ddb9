package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.steps.Step;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class JobsTest {
  private final SparkSession spark = LocalSpark.open();

  @Test
  void whatIsKeptIsLetGoOf() {
    try (Jobs jobs = new Jobs(spark, Step.of(true, false), line -> {})) {
      Set<Integer> before = kept(jobs);
      JavaRDD<Integer> values = jobs.keep(jobs.context().parallelize(List.of(1, 2, 3)));
      Dataset<Row> rows = jobs.keep(spark.range(5).toDF());
      assertThat(values.count() + rows.count()).isEqualTo(8);
      assertThat(kept(jobs)).hasSizeGreaterThan(before.size() + 1);
      jobs.letGo(values);
      assertThat(kept(jobs)).doesNotContain(values.id());
      jobs.letGo(rows);
      assertThat(kept(jobs)).isEqualTo(before);
    }
  }

  @Test
  void closeLetsGoOfTheRest() {
    Jobs jobs = new Jobs(spark, Step.of(true, false), line -> {});
    Set<Integer> before = kept(jobs);
    assertThat(jobs.keep(jobs.context().parallelize(List.of(1, 2, 3))).count()).isEqualTo(3);
    jobs.close();
    assertThat(kept(jobs)).isEqualTo(before);
  }

  private static Set<Integer> kept(Jobs jobs) {
    return Set.copyOf(jobs.context().getPersistentRDDs().keySet());
  }
}
