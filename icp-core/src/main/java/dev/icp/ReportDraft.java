package dev.icp;

import dev.icp.PackingReport.Boundaries;
import dev.icp.PackingReport.CosineHistograms;
import dev.icp.PackingReport.Relatedness;
import dev.icp.PackingReport.SkippedDocument;
import dev.icp.PackingReport.StageReport;
import dev.icp.PackingReport.ThresholdCount;
import dev.icp.internal.base.CosineHistogram;
import dev.icp.internal.base.Shuffle;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.neighbours.duplicates.NearestCosines;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gathers what the report says while the run goes on. */
final class ReportDraft {
  /** What the report calls a close neighbour. */
  private static final float CLOSE = 0.95f;

  private final Settings settings;
  private final GraphSource<?> source;
  private final long documentsSkipped;
  private final List<SkippedDocument> skipped;
  private final long exactCopies;
  private final String corpus;
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
  private boolean repeats;
  private long documentsPacked;
  private long pathBreaks;
  private double meanAdjacentCosine = Double.NaN;
  private double randomAdjacentCosine = Double.NaN;
  private Relatedness relatedness =
      new Relatedness(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  private List<Long> adjacentCosines = List.of();
  private List<Long> randomAdjacentCosines = List.of();
  private List<Long> contextCosines = List.of();
  private List<Long> randomContextCosines = List.of();
  private long contexts;
  private long contextTokens;
  private long separators;
  private long padding;
  private long tailTokensDropped;
  private Boundaries boundaries = new Boundaries(0, 0, 0, 0, 0, 0);

  ReportDraft(
      Settings settings,
      GraphSource<?> source,
      long documentsSkipped,
      List<SkippedDocument> skipped,
      long exactCopies,
      String corpus) {
    this.settings = settings;
    this.source = source;
    this.documentsSkipped = documentsSkipped;
    this.skipped = skipped;
    this.exactCopies = exactCopies;
    this.corpus = corpus;
  }

  /** Counts what there is, whatever became of it. */
  void countNearDuplicates(NeighbourGraph whole) {
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

  void countDocuments(TokenStore store, int[] kept) {
    documents = store.size();
    nearDuplicatesDropped = documents - kept.length;
    for (int i = 0; i < documents; i++) {
      tokens += store.count(i);
    }
    for (int document : kept) {
      keptTokens += store.count(document);
    }
  }

  void measureOrder(DocumentOrder order, int[] ordinals, @Nullable Vectors vectors) {
    repeats = order.repeats();
    documentsPacked = repeats ? IntStream.of(ordinals).distinct().count() : ordinals.length;
    pathBreaks = order.breaks().length;
    int pairs = Math.min(PackingReport.MAX_COSINES, ordinals.length - 1);
    if (vectors == null || pairs < 1) {
      return;
    }
    SplittableRandom random = Shuffle.random(settings.seed(), "cosines");
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
    meanAdjacentCosine = adjacent / pairs;
    randomAdjacentCosine = any / pairs;
    adjacentCosines = adjacentHistogram.counts();
    randomAdjacentCosines = anyHistogram.counts();
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
    if (vectors != null) {
      RelatednessMeasure measure =
          new RelatednessMeasure(layout, documentsPlaced, vectors, context);
      relatedness = measure.measure(leavingOrder);
      contextCosines = measure.contextCosines();
      randomContextCosines = measure.randomContextCosines();
    } else {
      double each = documentsPlaced / (double) leavingOrder.length;
      relatedness =
          new Relatedness(0, each, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
  }

  void countContexts(ContextLayout layout, int[] counts, long broughtForward) {
    long placed = 0;
    for (int count : counts) {
      placed += count;
    }
    contexts = layout.contexts();
    padding = layout.gaps() + layout.tailPadding();
    boundaries =
        new Boundaries(
            layout.documentsCut(),
            broughtForward,
            layout.contextsBeginningWithin(),
            layout.gaps(),
            layout.tailPadding(),
            layout.separatorsLeftOut());
    tailTokensDropped = layout.tokensDropped();
    contextTokens = placed - tailTokensDropped;
    separators = layout.filled() - contextTokens;
  }

  private String boundaryName() {
    String name =
        settings.boundary() == Boundary.KEEP_WHOLE
            ? settings.boundary() + " looking ahead " + settings.lookAhead()
            : settings.boundary().toString();
    return settings.startAtDocument() ? name + ", starting at documents" : name;
  }

  PackingReport report(List<StageReport> stages, List<String> resumed) {
    return new PackingReport(
        documents,
        tokens,
        documentsSkipped,
        skipped,
        settings.contextLength(),
        contexts,
        contextTokens,
        separators,
        padding,
        boundaries,
        tailTokensDropped,
        nearDuplicatesDropped,
        tokens - keptTokens,
        nearDuplicatesMoved,
        nearDuplicatePairsTogether,
        exactCopies,
        closeNeighbours,
        nearestCosines,
        thresholds,
        repeats,
        documentsPacked,
        pathBreaks,
        meanAdjacentCosine,
        randomAdjacentCosine,
        relatedness,
        new CosineHistograms(
            adjacentCosines, randomAdjacentCosines, contextCosines, randomContextCosines),
        corpus,
        settings.tokenizer().fingerprint(),
        settings.tokenizer().vocabularySize(),
        source.embedderFingerprint(),
        source.indexFingerprint(),
        source.k(),
        sampledRecall,
        settings.orderer().toString(),
        settings.nearDuplicates().toString(),
        boundaryName(),
        settings.tail().toString(),
        settings.separator(),
        settings.padding(),
        !settings.pathOrder(),
        settings.seed(),
        source.deterministic(),
        settings.threads(),
        resumed,
        stages);
  }
}
