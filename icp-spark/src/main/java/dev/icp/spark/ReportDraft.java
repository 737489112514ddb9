package dev.icp.spark;

import static org.apache.spark.sql.functions.col;

import dev.icp.CorpusFiles;
import dev.icp.Embedders;
import dev.icp.distributed.GroupLayout;
import dev.icp.internal.report.ReportValues.ContextValues;
import dev.icp.internal.report.ReportValues.DuplicateValues;
import dev.icp.internal.report.ReportValues.InputValues;
import dev.icp.internal.report.ReportValues.NeighbourValues;
import dev.icp.internal.report.ReportValues.OrderValues;
import dev.icp.internal.report.ReportValues.RelatednessValues;
import dev.icp.internal.report.ReportValues.RepetitionValues;
import dev.icp.internal.report.ReportValues.RunValues;
import dev.icp.internal.report.ReportValues.SettingValues;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.SparkReport.StepReport;
import dev.icp.spark.internal.base.PerExecutor;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.group.GroupPlan;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.join.JoinPlan;
import dev.icp.spark.internal.output.OutputPlan;
import dev.icp.spark.internal.output.SparkReportValues;
import dev.icp.spark.internal.output.SparkReportValues.ClusterValues;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Puts together what a run on Spark has to say. */
final class ReportDraft {
  private static final int NOT_MEASURED = -1;

  private final SparkSettings settings;
  private final JavaSparkContext context;
  private final boolean graphGiven;

  ReportDraft(SparkSettings settings, JavaSparkContext context, boolean graphGiven) {
    this.settings = settings;
    this.context = context;
    this.graphGiven = graphGiven;
  }

  /**
   * Returns the report.
   *
   * @param whole all documents that were read
   * @param kept those that were not dropped
   * @param steps what they took
   */
  SparkReport report(
      Corpus whole,
      Corpus kept,
      JoinPlan plan,
      double recall,
      GroupPlan groups,
      long largestGroup,
      OutputPlan output,
      List<StepReport> steps) {
    return new SparkReportValues(
        new InputValues(
            whole.size(),
            whole.tokens(),
            whole.skipped(),
            List.of(),
            "",
            whole.specialTokens(),
            CorpusFiles.NONE,
            0,
            0),
        new NeighbourValues(recall, List.of(), Double.NaN, Double.NaN, false),
        new DuplicateValues(
            NOT_MEASURED,
            NOT_MEASURED,
            List.of(),
            whole.size() - kept.size(),
            whole.tokens() - kept.tokens(),
            0,
            NOT_MEASURED),
        new OrderValues(
            isWeighted(),
            isWeighted() ? kept.rows().where(col("copies").gt(0)).count() : kept.size(),
            NOT_MEASURED,
            List.of(),
            Double.NaN,
            Double.NaN,
            List.of(),
            List.of()),
        contexts(kept, output),
        settingValues(),
        new RunValues(
            context.defaultParallelism(),
            settings.tokenizer().get().remarks(),
            List.of(),
            List.of()),
        new ClusterValues(
            plan.cells() == null ? 0 : plan.cells().count(),
            plan.margin(),
            graphGiven || kept.size() == 0 ? 0 : plan.tasks(),
            plan.copies(),
            kept.size() == 0 ? 0 : groups.count(),
            largestGroup,
            output.tokensDropped(),
            steps));
  }

  private boolean isWeighted() {
    return !settings.packing().get(PackingSettings.WEIGHT_BY).isEmpty();
  }

  private ContextValues contexts(Corpus kept, OutputPlan output) {
    if (GroupLayout.standsAlone(settings.packing())) {
      return contexts(output);
    }
    boolean dropped = output.tokensDropped() > 0;
    GroupLayout.Content content = output.content();
    long separators = content.separators();
    long around = settings.packing().separator() < 0 ? 0 : kept.size();
    return new ContextValues(
        output.contexts(),
        dropped ? NOT_MEASURED : kept.tokens(),
        dropped ? NOT_MEASURED : separators,
        begins(content, dropped, output),
        content.gaps() + output.padding(),
        content.gaps(),
        output.padding(),
        dropped ? NOT_MEASURED : around - separators,
        dropped ? NOT_MEASURED : 0,
        NOT_MEASURED,
        NOT_MEASURED,
        GroupLayout.cutsAnywhere(settings.packing()) ? NOT_MEASURED : content.beginningWithin(),
        RelatednessValues.notMeasured(
            output.contexts() == 0 ? Double.NaN : kept.size() / (double) output.contexts()),
        RepetitionValues.notMeasured(),
        1,
        0);
  }

  /** Returns what there is where nothing changes once groups are laid out. */
  private ContextValues contexts(OutputPlan output) {
    GroupLayout.Content content = output.content();
    return new ContextValues(
        output.contexts(),
        content.tokens(),
        content.separators(),
        begins(content, false, output),
        content.gaps() + content.endPadding(),
        content.gaps(),
        output.padding(),
        content.separatorsLeftOut(),
        0,
        NOT_MEASURED,
        NOT_MEASURED,
        content.beginningWithin(),
        RelatednessValues.notMeasured(
            output.contexts() == 0 ? Double.NaN : content.documents() / (double) output.contexts()),
        RepetitionValues.notMeasured(),
        (int) content.parts(),
        content.endPadding() - output.padding());
  }

  private long begins(GroupLayout.Content content, boolean dropped, OutputPlan output) {
    return switch (settings.packing().begin()) {
      case NONE -> 0;
      case DOCUMENT -> dropped ? NOT_MEASURED : content.begins();
      case CONTEXT -> output.contexts();
    };
  }

  private String text(int token) {
    return token < 0 ? "" : settings.tokenizer().get().tokenText(token);
  }

  private SettingValues settingValues() {
    return new SettingValues(
        settings.packing().contextLength(),
        settings.tokenizer().get().fingerprint(),
        settings.tokenizer().get().vocabularySize(),
        embedder(),
        graphGiven ? "" : "spark, recall " + settings.packing().get(PackingSettings.RECALL),
        settings.neighbours(),
        settings.packing().get(PackingSettings.ORDERER).toString(),
        settings.nearDuplicates().toString(),
        settings.packing().cutting(),
        settings.packing().tail().toString(),
        settings.packing().separator(),
        text(settings.packing().separator()),
        settings.packing().begin().toString(),
        settings.packing().beginToken(),
        text(settings.packing().beginToken()),
        settings.packing().padding(),
        text(settings.packing().padding()),
        !settings.packing().pathOrder(),
        settings.seed(),
        true,
        settings.packing().get(PackingSettings.GROUP_BY),
        settings.packing().get(PackingSettings.EPOCH));
  }

  /** An executor says, since the driver may lack what it takes to load a model. */
  private String embedder() {
    if (graphGiven || settings.vectorColumn() != null) {
      return "";
    }
    PerExecutor<Embedder<? extends DenseVectors>> embedder = settings.embedder();
    return embedder == null
        ? Embedders.lexical().fingerprint()
        : context.parallelize(List.of(0), 1).map(any -> embedder.get().fingerprint()).first();
  }
}
