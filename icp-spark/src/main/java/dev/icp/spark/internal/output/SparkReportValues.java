package dev.icp.spark.internal.output;

import dev.icp.CorpusFiles;
import dev.icp.PackingReport.SkippedDocument;
import dev.icp.internal.report.ReportValues.ContextValues;
import dev.icp.internal.report.ReportValues.DuplicateValues;
import dev.icp.internal.report.ReportValues.InputValues;
import dev.icp.internal.report.ReportValues.NeighbourValues;
import dev.icp.internal.report.ReportValues.OrderValues;
import dev.icp.internal.report.ReportValues.RunValues;
import dev.icp.internal.report.ReportValues.SettingValues;
import dev.icp.spark.SparkReport;
import java.util.ArrayList;
import java.util.List;

/** A report as values: what is written to files, under these names and in this order. */
public record SparkReportValues(
    InputValues input,
    NeighbourValues neighbours,
    DuplicateValues duplicates,
    OrderValues order,
    ContextValues contexts,
    SettingValues settings,
    RunValues run,
    ClusterValues cluster)
    implements SparkReport {
  @Override
  public SparkReportValues withSkipped(long documentsSkipped, List<SkippedDocument> skipped) {
    return new SparkReportValues(
        input.withSkipped(documentsSkipped, skipped),
        neighbours,
        duplicates,
        order,
        contexts,
        settings,
        run,
        cluster);
  }

  @Override
  public SparkReportValues withFiles(CorpusFiles files) {
    return new SparkReportValues(
        input.withFiles(files), neighbours, duplicates, order, contexts, settings, run, cluster);
  }

  @Override
  public SparkReportValues withCounted(long tokens, long separators, long begins) {
    ContextValues counted =
        new ContextValues(
            contexts.count(),
            tokens,
            separators,
            begins,
            contexts.padding(),
            contexts.wholePadding(),
            contexts.tailPadding(),
            contexts.separatorsLeftOut(),
            order.repeats() ? 0 : input.tokens() - duplicates.tokensDropped() - tokens,
            contexts.documentsCut(),
            contexts.documentsBroughtForward(),
            contexts.beginningWithin(),
            contexts.relatedness(),
            contexts.repetition(),
            contexts.groups(),
            contexts.groupPadding());
    return new SparkReportValues(
        input, neighbours, duplicates, order, counted, settings, run, cluster);
  }

  /** A step that goes on where the last one was is one with it. */
  @Override
  public SparkReportValues withStep(StepReport more) {
    List<StepReport> steps = new ArrayList<>(cluster.steps());
    StepReport last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last != null && last.step().equals(more.step())) {
      steps.set(steps.size() - 1, last.and(more));
    } else {
      steps.add(more);
    }
    return new SparkReportValues(
        input,
        neighbours,
        duplicates,
        order,
        contexts,
        settings,
        run,
        new ClusterValues(
            cluster.cells(),
            cluster.margin(),
            cluster.joinTasks(),
            cluster.documentsSent(),
            cluster.groups(),
            cluster.largestGroup(),
            cluster.tailDropped(),
            steps));
  }

  /** The values of {@link Cluster}. */
  public record ClusterValues(
      int cells,
      double margin,
      int joinTasks,
      double documentsSent,
      int groups,
      long largestGroup,
      long tailDropped,
      List<StepReport> steps)
      implements Cluster {
    /** Copies the list. */
    public ClusterValues {
      steps = List.copyOf(steps);
    }
  }
}
