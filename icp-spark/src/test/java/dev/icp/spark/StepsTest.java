package dev.icp.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.NearDuplicates;
import dev.icp.formats.OutputFormat;
import dev.icp.spark.SparkReport.StepReport;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spark.internal.steps.Steps;
import dev.icp.spark.internal.steps.TaskResources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a run. */
class StepsTest {
  private static final String DESCRIPTION = "spark.job.description";

  private final SparkSession spark = LocalSpark.open();
  private final JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  private final Stages stages = new Stages();

  @TempDir private Path folder;

  /** What Spark's pages show of stages. */
  private static final class Stages extends SparkListener {
    final List<String> names = new CopyOnWriteArrayList<>();
    final List<String> descriptions = new CopyOnWriteArrayList<>();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      names.add(submitted.stageInfo().name());
      descriptions.add(submitted.properties().getProperty(DESCRIPTION, ""));
    }
  }

  @BeforeEach
  void listen() {
    spark.sparkContext().addSparkListener(stages);
  }

  @AfterEach
  void stopListening() {
    spark.sparkContext().removeSparkListener(stages);
    context.setLocalProperty(DESCRIPTION, null);
  }

  @Test
  void eachStageIsCalledAfterItsStep() throws IOException {
    context.setLocalProperty(DESCRIPTION, "mine");
    SparkReport report;
    try (SparkContexts packing =
            SparkContexts.of(Samples.dataset(spark, Samples.documents(300, 6), 3))
                .nearDuplicates(NearDuplicates.drop(0.95))
                .documentsPerGroup(100);
        SparkOutput output =
            SparkOutput.open(spark, folder.resolve("out").toString(), OutputFormat.JSONL)) {
      Dataset<Row> contexts = packing.pack(256);
      assertThat(packing.report().cluster().steps())
          .extracting(StepReport::step)
          .contains("order", "write");
      report = output.write(contexts, packing.report());
    }
    assertThat(context.getLocalProperty(DESCRIPTION)).isEqualTo("mine");
    assertThat(stages.names).isNotEmpty().allMatch(name -> name.startsWith("icp: "));
    assertThat(new LinkedHashSet<>(stages.descriptions))
        .startsWith("icp: read 1 of 10", "icp: number 2 of 10", "icp: count words 3 of 10")
        .contains(
            "icp: find copies 4 of 10",
            "icp: make cells 5 of 10",
            "icp: compare 6 of 10",
            "icp: collect near duplicates 7 of 10",
            "icp: group 8 of 10")
        .endsWith("icp: order 9 of 10", "icp: write 10 of 10");
    List<StepReport> steps = report.cluster().steps();
    List<String> inOrder = new ArrayList<>();
    EnumSet.allOf(Step.class).forEach(step -> inOrder.add(step.toString()));
    assertThat(steps).extracting(StepReport::step).isEqualTo(inOrder);
    assertThat(steps)
        .allMatch(step -> step.seconds() >= 0 && step.tasksFailed() == 0 && step.skew() >= 1)
        .filteredOn(step -> !step.step().equals("make cells"))
        .allMatch(step -> step.tasks() > 0 && step.processorSeconds() > 0);
    for (String shuffles : List.of("number", "compare", "group", "order", "write")) {
      StepReport step =
          steps.stream().filter(s -> s.step().equals(shuffles)).findFirst().orElseThrow();
      assertThat(step.shuffleBytesWritten()).as(shuffles).isPositive();
      assertThat(step.shuffleBytesRead()).as(shuffles).isPositive();
    }
  }

  /** Two runs at the same time, in threads of their own, do not count each other's tasks. */
  @Test
  void othersAreNotCounted() {
    Set<Step> all = Step.of(false, false);
    try (Steps steps = new Steps(context, all, line -> {})) {
      steps.begin(Step.COMPARE, 10);
      context.parallelize(Collections.nCopies(6, 1), 3).count();
      try (Steps others = new Steps(context, all, line -> {})) {
        others.begin(Step.COMPARE, 10);
        context.parallelize(Collections.nCopies(6, 1), 5).count();
        assertThat(others.report()).extracting(StepReport::tasks).containsExactly(5);
      }
      context.parallelize(Collections.nCopies(6, 1), 2).count();
      assertThat(steps.report()).extracting(StepReport::tasks).containsExactly(5);
    }
  }

  @Test
  void failuresAndSkewAreCounted() {
    try (Steps steps = new Steps(context, Step.of(true, false), line -> {})) {
      steps.begin(Step.ORDER, 3);
      context
          .parallelize(List.of(0, 1, 2), 3)
          .map(
              place -> {
                if (place == 2) {
                  Thread.sleep(800);
                }
                return place;
              })
          .count();
      StepReport slow = steps.report().get(0);
      assertThat(slow.skew()).isGreaterThan(1);
      steps.begin(Step.WRITE, 1);
      try {
        context
            .parallelize(List.of(0), 1)
            .map(place -> Objects.requireNonNull((Object) null))
            .count();
      } catch (Exception e) {
        // As it should.
      }
      assertThat(steps.report().get(1).tasksFailed()).isEqualTo(1);
    }
  }

  /** Where its processor time is counted. */
  @Test
  void aTaskWorksInItsOwnThread() {
    Set<Thread> threads = new LinkedHashSet<>();
    try (Steps steps = new Steps(context, Step.of(true, false), line -> {})) {
      steps.begin(Step.COMPARE, 40);
      try (TaskResources resources = new TaskResources(7, steps.done(), 40)) {
        resources.forEach(5, task -> threads.add(Thread.currentThread()));
        resources.progress(5, 10);
        assertThat(steps.done().value()).isEqualTo(20);
        resources.progress(2, 10);
        assertThat(steps.done().value()).isEqualTo(20);
        assertThat(resources.seed()).isEqualTo(7);
      }
      assertThat(steps.done().value()).isEqualTo(40);
    }
    assertThat(threads).containsExactly(Thread.currentThread());
  }
}
