package dev.icp.spark.internal.steps;

import dev.icp.spark.SparkReport.StepReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Names the jobs of this thread after the steps that they are for, in Spark's pages, and measures
 * them. On close the thread's jobs are called what they were called before. Not thread-safe.
 */
public final class Steps implements AutoCloseable {
  /** What Spark calls the name of a job, and of the stages that are made meanwhile. */
  private static final List<String> NAMES =
      List.of("spark.job.description", "callSite.short", "callSite.long");

  private final JavaSparkContext context;
  private final Set<Step> all;
  private final StepListener listener;
  private final LongAccumulator done;
  private final List<@Nullable String> before = new ArrayList<>();
  private final Map<Step, Long> nanos = new EnumMap<>(Step.class);
  private @Nullable Step now;
  private long since;

  /**
   * Begins to listen.
   *
   * @param all the steps that there may be
   * @param lines gets a line every ten seconds
   */
  public Steps(JavaSparkContext context, Set<Step> all, Consumer<String> lines) {
    this.context = context;
    this.all = all;
    SparkContext sc = context.sc();
    for (String name : NAMES) {
      before.add(sc.getLocalProperty(name));
    }
    before.add(sc.getLocalProperty(StepListener.STEP));
    done = sc.longAccumulator("icp: done");
    listener =
        new StepListener(
            UUID.randomUUID().toString(), done, new ProgressLines(lines, System::nanoTime));
    sc.addSparkListener(listener);
  }

  /** Does something outside of a run whose jobs are called by a name of their own. */
  public static <T> T named(JavaSparkContext context, String what, Supplier<T> action) {
    SparkContext sc = context.sc();
    List<@Nullable String> before = new ArrayList<>();
    for (String name : NAMES) {
      before.add(sc.getLocalProperty(name));
      sc.setLocalProperty(name, "icp: " + what);
    }
    try {
      return action.get();
    } finally {
      for (int i = 0; i < before.size(); i++) {
        sc.setLocalProperty(NAMES.get(i), before.get(i));
      }
    }
  }

  /** Returns what tasks add to: documents done, or contexts where they are written. */
  public LongAccumulator done() {
    return done;
  }

  /**
   * Begins a step, which ends the one before.
   *
   * @param total how many units there are to do; −1 if that is not known
   */
  public void begin(Step step, long total) {
    end();
    now = step;
    since = System.nanoTime();
    done.reset();
    String title = "icp: " + step + place(step);
    SparkContext sc = context.sc();
    NAMES.forEach(name -> sc.setLocalProperty(name, title));
    sc.setLocalProperty(StepListener.STEP, listener.id(step));
    listener.begin(step, title.substring("icp: ".length()), total);
  }

  private String place(Step step) {
    if (all.size() > 1) {
      return " " + all.stream().filter(s -> s.compareTo(step) <= 0).count() + " of " + all.size();
    }
    // One step of a run that has said which one it is.
    String given = before.get(0);
    String name = "icp: " + step;
    return given != null && given.startsWith(name + " ") ? given.substring(name.length()) : "";
  }

  private void end() {
    if (now != null) {
      nanos.merge(now, System.nanoTime() - since, Long::sum);
      now = null;
    }
  }

  /** Ends the step that goes on, and returns what each one took, in their order. */
  public List<StepReport> report() {
    end();
    listener.catchUp(context);
    List<StepReport> reports = new ArrayList<>();
    nanos.forEach((step, took) -> reports.add(listener.report(step, took / 1e9)));
    return reports;
  }

  @Override
  public void close() {
    SparkContext sc = context.sc();
    if (sc.isStopped()) {
      return;
    }
    sc.removeSparkListener(listener);
    for (int i = 0; i < NAMES.size(); i++) {
      sc.setLocalProperty(NAMES.get(i), before.get(i));
    }
    sc.setLocalProperty(StepListener.STEP, before.get(NAMES.size()));
  }
}
