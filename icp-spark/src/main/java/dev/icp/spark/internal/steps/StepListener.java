package dev.icp.spark.internal.steps;

import dev.icp.spark.SparkReport.StepReport;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import scala.Tuple4;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Adds up what Spark says of the tasks of one run. Spark tells it from a thread of its own. */
final class StepListener extends SparkListener {
  /** The local property that says which run and which step a job is for. */
  static final String STEP = "icp.step";

  private static final String CAUGHT_UP = "icp.caughtUp";
  private static final long PATIENCE_SECONDS = 10;

  private final String run;
  private final LongAccumulator done;
  private final ProgressLines lines;
  private final Map<Integer, Stage> stages = new HashMap<>();
  private final Map<Step, Tally> tallies = new EnumMap<>(Step.class);
  private final Map<String, CountDownLatch> waiting = new HashMap<>();

  /** Of tasks that go on, what they have added to {@link #done}. */
  private final Map<Long, Long> ofRunning = new HashMap<>();

  /** The most that was shown: a heartbeat can be told after the end of its task. */
  private long shown;

  private int tasks;
  private int tasksDone;

  /** What the tasks of a stage of Spark's took, those that succeeded. */
  private record Stage(Tally tally, LongArrayList millis) {}

  /** What the stages of a step took. */
  private static final class Tally {
    long processorNanos;
    long read;
    long written;
    int tasks;
    int failed;
    final LongArrayList longest = new LongArrayList();

    /** Keeps the times of the stage whose tasks took longest together. */
    void offer(LongArrayList millis) {
      if (millis.longStream().sum() >= longest.longStream().sum()) {
        longest.clear();
        longest.addAll(millis);
      }
    }
  }

  StepListener(String run, LongAccumulator done, ProgressLines lines) {
    this.run = run;
    this.done = done;
    this.lines = lines;
  }

  /** Returns what {@link #STEP} is while a step goes on. */
  String id(Step step) {
    return run + " " + step.name();
  }

  synchronized void begin(Step step, String title, long total) {
    ofRunning.clear();
    shown = 0;
    tasks = 0;
    tasksDone = 0;
    lines.begin(title, step.units(), total);
  }

  private static @Nullable String property(@Nullable Properties properties, String name) {
    return properties == null ? null : properties.getProperty(name);
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    String step = property(submitted.properties(), STEP);
    if (step != null && step.startsWith(run + " ")) {
      Step of = Step.valueOf(step.substring(run.length() + 1));
      tasks += submitted.stageInfo().numTasks();
      Tally tally = tallies.computeIfAbsent(of, s -> new Tally());
      stages.computeIfAbsent(
          submitted.stageInfo().stageId(), id -> new Stage(tally, new LongArrayList()));
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    Stage stage = stages.get(end.stageId());
    if (stage == null) {
      return;
    }
    ofRunning.remove(end.taskInfo().taskId());
    Tally tally = stage.tally();
    TaskMetrics metrics = end.taskMetrics();
    // Of a task whose executor died nothing is known.
    if (metrics != null) {
      tally.processorNanos += metrics.executorCpuTime() + metrics.executorDeserializeCpuTime();
      tally.read += metrics.shuffleReadMetrics().totalBytesRead();
      tally.written += metrics.shuffleWriteMetrics().bytesWritten();
    }
    if (end.taskInfo().successful()) {
      tally.tasks++;
      tasksDone++;
      stage.millis().add(end.taskInfo().duration());
      tally.offer(stage.millis());
    } else {
      tally.failed++;
    }
    show();
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    // Asked by their places, since what the accessor returns has another type in Scala 2.12.
    Iterator<?> tasks = ((Seq<?>) update.productElement(1)).iterator();
    while (tasks.hasNext()) {
      Tuple4<?, ?, ?, ?> task = (Tuple4<?, ?, ?, ?>) tasks.next();
      Iterator<?> values = ((Seq<?>) task._4()).iterator();
      while (values.hasNext()) {
        AccumulableInfo value = (AccumulableInfo) values.next();
        if (value.id() == done.id() && value.update().isDefined()) {
          ofRunning.put((Long) task._1(), ((Number) value.update().get()).longValue());
        }
      }
    }
    show();
  }

  private void show() {
    long documents = done.value() + ofRunning.values().stream().mapToLong(n -> n).sum();
    if (documents > 0) {
      shown = Math.max(shown, documents);
      lines.show(shown);
    } else {
      lines.showTasks(Math.min(tasksDone, tasks), tasks);
    }
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    CountDownLatch latch = waiting.remove(property(start.properties(), CAUGHT_UP));
    if (latch != null) {
      latch.countDown();
    }
  }

  /** Waits until Spark has told all that there is; a job of no tasks is the last that it tells. */
  void catchUp(JavaSparkContext context) {
    String mark = UUID.randomUUID().toString();
    CountDownLatch latch = new CountDownLatch(1);
    synchronized (this) {
      waiting.put(mark, latch);
    }
    context.setLocalProperty(CAUGHT_UP, mark);
    try {
      context.emptyRDD().count();
      // Figures alone depend on it: where other listeners keep Spark busy, some are missing.
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        synchronized (this) {
          waiting.remove(mark);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      context.setLocalProperty(CAUGHT_UP, null);
    }
  }

  synchronized StepReport report(Step step, double seconds) {
    Tally tally = Objects.requireNonNullElseGet(tallies.get(step), Tally::new);
    long[] millis = tally.longest.toLongArray();
    Arrays.sort(millis);
    int n = millis.length;
    double median = n == 0 ? 0 : (millis[n / 2] + millis[(n - 1) / 2]) / 2.0;
    return new StepReport(
        step.toString(),
        seconds,
        tally.processorNanos / 1e9,
        tally.read,
        tally.written,
        tally.tasks,
        tally.failed,
        // A task that takes less than a millisecond took one.
        n == 0 ? 1 : Math.max(1, millis[n - 1]) / Math.max(1, median));
  }
}
