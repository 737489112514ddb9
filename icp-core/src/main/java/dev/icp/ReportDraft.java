package dev.icp;

import dev.icp.PackingReport.StageReport;
import dev.icp.PackingReport.ThresholdCount;
import dev.icp.internal.base.CosineHistogram;
import dev.icp.internal.base.Shuffle;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.ContextPacker;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.neighbours.duplicates.NearestCosines;
import dev.icp.internal.neighbours.graph.PairedGraph;
import dev.icp.internal.report.ReportValues;
import dev.icp.internal.report.ReportValues.ContextValues;
import dev.icp.internal.report.ReportValues.DuplicateValues;
import dev.icp.internal.report.ReportValues.InputValues;
import dev.icp.internal.report.ReportValues.NeighbourValues;
import dev.icp.internal.report.ReportValues.OrderValues;
import dev.icp.internal.report.ReportValues.RelatednessValues;
import dev.icp.internal.report.ReportValues.RepetitionValues;
import dev.icp.internal.report.ReportValues.RunValues;
import dev.icp.internal.report.ReportValues.SettingValues;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Gathers what the report says while the run goes on. */
final class ReportDraft {
  /** What the report calls a close neighbour. */
  private static final float CLOSE = 0.95f;

  /** Of the order, to say where it jumped. */
  private static final int PARTS = 40;

  private final Settings settings;
  private final CheckedSettings packing;
  private final GraphSource<?> source;
  private final ReadingFacts facts;
  private long documents;
  private long tokens;
  private long keptTokens;
  private long nearDuplicatesDropped;
  private long nearDuplicatesMoved;
  private long nearDuplicatePairsTogether;
  private long closeNeighbours;
  private List<Long> nearestCosines = List.of();
  private List<ThresholdCount> thresholds = List.of();
  private double sampledRecall = Double.NaN;
  private OrderValues order =
      new OrderValues(false, 0, 0, List.of(), Double.NaN, Double.NaN, List.of(), List.of());
  private RelatednessValues relatedness = RelatednessValues.notMeasured(Double.NaN);
  private RepetitionValues repetition = RepetitionValues.notMeasured();
  private ContextValues contexts =
      new ContextValues(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, relatedness, repetition, 0, 0);

  ReportDraft(Settings settings, GraphSource<?> source, ReadingFacts facts) {
    this.settings = settings;
    packing = settings.packing();
    this.source = source;
    this.facts = facts;
  }

  /** Counts what there is, whatever became of it. */
  void countNearDuplicates(NeighbourGraph graph) {
    NeighbourGraph whole = PairedGraph.ofCopies(graph);
    closeNeighbours = NearestCosines.countFrom(whole, CLOSE);
    nearestCosines = NearestCosines.histogram(whole, PackingReport.COSINE_BINS);
    thresholds =
        IntStream.range(80, 100)
            .mapToObj(
                percent ->
                    new ThresholdCount(
                        percent / 100.0,
                        NearestCosines.wouldGo(
                            whole, NearDuplicates.drop(percent / 100.0).threshold())))
            .toList();
  }

  void noteRecall(NeighbourGraph graph) {
    sampledRecall = graph.recall();
  }

  void countSeparated(long moved, long pairsTogether) {
    nearDuplicatesMoved = moved;
    nearDuplicatePairsTogether = pairsTogether;
  }

  void countDocuments(TokenStore store, int[] kept, int[] dropped) {
    documents = (long) kept.length + dropped.length;
    nearDuplicatesDropped = dropped.length;
    for (int document : kept) {
      keptTokens += store.count(document);
    }
    tokens = keptTokens;
    for (int document : dropped) {
      tokens += store.count(document);
    }
  }

  void measureOrder(
      DocumentOrder found, boolean repeats, int[] ordinals, @Nullable Vectors vectors) {
    boolean once =
        !repeats
            && !found.isOfStretches()
            && settings.packing().get(PackingSettings.ORDERER).pieceCharacters() == 0;
    long different = once ? ordinals.length : IntStream.of(ordinals).distinct().count();
    int breaks = found.breaks().length;
    List<Long> breaksAlong = breaksAlong(found.breaks(), found.documents().length);
    int pairs = Math.min(PackingReport.MAX_COSINES, ordinals.length - 1);
    if (vectors == null || pairs < 1) {
      order =
          new OrderValues(
              repeats,
              different,
              breaks,
              breaksAlong,
              Double.NaN,
              Double.NaN,
              List.of(),
              List.of());
      return;
    }
    SplittableRandom random = Shuffle.random(packing.seed(), "cosines");
    boolean all = pairs == ordinals.length - 1;
    CosineHistogram adjacentHistogram = new CosineHistogram(PackingReport.COSINE_BINS);
    CosineHistogram anyHistogram = new CosineHistogram(PackingReport.COSINE_BINS);
    double adjacent = 0;
    double any = 0;
    for (int i = 0; i < pairs; i++) {
      int place = all ? i : random.nextInt(ordinals.length - 1);
      double next = vectors.cosine(ordinals[place], ordinals[place + 1]);
      adjacent += next;
      adjacentHistogram.add(next);
      int one = random.nextInt(ordinals.length);
      int other = (one + 1 + random.nextInt(ordinals.length - 1)) % ordinals.length;
      double unrelated = vectors.cosine(ordinals[one], ordinals[other]);
      any += unrelated;
      anyHistogram.add(unrelated);
    }
    order =
        new OrderValues(
            repeats,
            different,
            breaks,
            breaksAlong,
            adjacent / pairs,
            any / pairs,
            adjacentHistogram.counts(),
            anyHistogram.counts());
  }

  private static List<Long> breaksAlong(int[] breaks, int documents) {
    if (breaks.length == 0) {
      return List.of();
    }
    long[] counts = new long[PARTS];
    for (int place : breaks) {
      counts[(int) Math.min(PARTS - 1L, (long) PARTS * place / documents)]++;
    }
    return LongStream.of(counts).boxed().toList();
  }

  void measureContexts(
      ContextLayout layout,
      int documentsPlaced,
      int[] leavingOrder,
      @Nullable Vectors vectors,
      StageContext context) {
    if (leavingOrder.length == 0) {
      return;
    }
    relatedness =
        vectors != null
            ? new RelatednessMeasure(layout, documentsPlaced, vectors, context)
                .measure(leavingOrder)
            : RelatednessValues.notMeasured(documentsPlaced / (double) leavingOrder.length);
  }

  void measureRepetition(
      ContextLayout layout, ContextPacker packer, TokenStore store, StageContext context) {
    if (layout.contexts() > 0 && keptTokens > 0) {
      repetition =
          new RepetitionMeasure(layout, packer, store, context)
              .measure(layout.contexts(), settings.packing().contextLength());
    }
  }

  void countContexts(ContextLayout layout, int[] counts, long broughtForward) {
    long placed = 0;
    for (int count : counts) {
      placed += count;
    }
    long stayed = placed - layout.tokensDropped();
    // Of an order that repeats nothing, what stands nowhere is what it trimmed.
    long trimmed = order.repeats() ? 0 : keptTokens - placed;
    long begins = packing.begin() == Begin.CONTEXT ? layout.contexts() : layout.begins();
    long separators = layout.filled() - stayed - layout.begins();
    contexts =
        new ContextValues(
            layout.contexts(),
            stayed,
            separators,
            begins,
            layout.gaps() + layout.groupPadding() + layout.tailPadding(),
            layout.gaps(),
            layout.tailPadding(),
            layout.separatorsLeftOut(),
            layout.tokensDropped() + trimmed,
            layout.documentsCut(),
            broughtForward,
            layout.contextsBeginningWithin(),
            relatedness,
            repetition,
            layout.groups(),
            layout.groupPadding());
  }

  private String text(int token) {
    return token < 0 ? "" : settings.tokenizer().tokenText(token);
  }

  ReportValues report(List<StageReport> stages, List<String> resumed) {
    return new ReportValues(
        new InputValues(
            documents,
            tokens,
            facts.skipped(),
            facts.listed(),
            facts.corpus(),
            facts.specialTokens(),
            CorpusFiles.NONE,
            facts.numbered(),
            facts.dropped()),
        new NeighbourValues(
            sampledRecall,
            nearestCosines,
            facts.words().nearest(),
            facts.words().any(),
            facts.words().disagree()),
        new DuplicateValues(
            facts.exactCopies(),
            closeNeighbours,
            thresholds,
            nearDuplicatesDropped,
            tokens - keptTokens,
            nearDuplicatesMoved,
            nearDuplicatePairsTogether),
        order,
        contexts.with(relatedness, repetition),
        new SettingValues(
            packing.contextLength(),
            settings.tokenizer().fingerprint(),
            settings.tokenizer().vocabularySize(),
            source.embedderFingerprint(),
            source.indexFingerprint(),
            source.k(),
            packing.get(PackingSettings.ORDERER).toString(),
            settings.nearDuplicates().toString(),
            packing.cutting(),
            packing.tail().toString(),
            packing.separator(),
            text(packing.separator()),
            packing.begin().toString(),
            packing.beginToken(),
            text(packing.beginToken()),
            packing.padding(),
            text(packing.padding()),
            !packing.pathOrder(),
            packing.seed(),
            source.deterministic(),
            packing.get(PackingSettings.GROUP_BY),
            packing.get(PackingSettings.EPOCH)),
        new RunValues(settings.threads(), settings.tokenizer().remarks(), resumed, stages));
  }
}
