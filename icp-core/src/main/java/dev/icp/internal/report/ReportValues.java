package dev.icp.internal.report;

import dev.icp.CorpusFiles;
import dev.icp.PackingReport;
import dev.icp.PackingReport.SkippedDocument;
import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.PackingReport.StageReport;
import dev.icp.PackingReport.ThresholdCount;
import dev.icp.Relatedness;
import dev.icp.Repetition;
import java.util.List;

/**
 * A report as values: what is written to files and read from them, under these names and in this
 * order.
 */
public record ReportValues(
    InputValues input,
    NeighbourValues neighbours,
    DuplicateValues duplicates,
    OrderValues order,
    ContextValues contexts,
    SettingValues settings,
    RunValues run)
    implements PackingReport {
  @Override
  public ReportValues withSkipped(long documentsSkipped, List<SkippedDocument> skipped) {
    return new ReportValues(
        input.withSkipped(documentsSkipped, skipped),
        neighbours,
        duplicates,
        order,
        contexts,
        settings,
        run);
  }

  @Override
  public ReportValues withFiles(CorpusFiles files) {
    return new ReportValues(
        input.withFiles(files), neighbours, duplicates, order, contexts, settings, run);
  }

  /** Returns the same report of another run. */
  public ReportValues withRun(RunValues newRun) {
    return new ReportValues(input, neighbours, duplicates, order, contexts, settings, newRun);
  }

  /** The values of {@link Input}. */
  public record InputValues(
      long documents,
      long tokens,
      long documentsSkipped,
      List<SkippedDocument> skipped,
      String corpus,
      List<SpecialTokenCount> specialTokens,
      CorpusFiles files,
      long idsNumbered,
      long repetitionsDropped)
      implements Input {
    /** Copies the lists. */
    public InputValues {
      skipped = List.copyOf(skipped);
      specialTokens = List.copyOf(specialTokens);
    }

    /** Returns the same input with other skipped documents. */
    public InputValues withSkipped(long newDocumentsSkipped, List<SkippedDocument> newSkipped) {
      return new InputValues(
          documents,
          tokens,
          newDocumentsSkipped,
          newSkipped,
          corpus,
          specialTokens,
          files,
          idsNumbered,
          repetitionsDropped);
    }

    /** Returns the same input, read from files. */
    public InputValues withFiles(CorpusFiles newFiles) {
      return new InputValues(
          documents,
          tokens,
          documentsSkipped,
          skipped,
          corpus,
          specialTokens,
          newFiles,
          idsNumbered,
          repetitionsDropped);
    }
  }

  /** The values of {@link Neighbours}. */
  public record NeighbourValues(
      double sampledRecall,
      List<Long> nearestCosines,
      double nearestWordCosine,
      double randomWordCosine,
      boolean vectorsDisagree)
      implements Neighbours {
    /** Copies the list. */
    public NeighbourValues {
      nearestCosines = List.copyOf(nearestCosines);
    }
  }

  /** The values of {@link Duplicates}. */
  public record DuplicateValues(
      long exactCopies,
      long withCloseNeighbour,
      List<ThresholdCount> thresholds,
      long dropped,
      long tokensDropped,
      long moved,
      long pairsTogether)
      implements Duplicates {
    /** Copies the list. */
    public DuplicateValues {
      thresholds = List.copyOf(thresholds);
    }
  }

  /** The values of {@link Order}. */
  public record OrderValues(
      boolean repeats,
      long documents,
      long breaks,
      List<Long> breaksAlong,
      double meanAdjacentCosine,
      double randomAdjacentCosine,
      List<Long> adjacentCosines,
      List<Long> randomAdjacentCosines)
      implements Order {
    /** Copies the lists. */
    public OrderValues {
      breaksAlong = List.copyOf(breaksAlong);
      adjacentCosines = List.copyOf(adjacentCosines);
      randomAdjacentCosines = List.copyOf(randomAdjacentCosines);
    }
  }

  /** The values of {@link Contexts}. */
  public record ContextValues(
      long count,
      long tokens,
      long separators,
      long begins,
      long padding,
      long wholePadding,
      long tailPadding,
      long separatorsLeftOut,
      long tailTokensDropped,
      long documentsCut,
      long documentsBroughtForward,
      long beginningWithin,
      RelatednessValues relatedness,
      RepetitionValues repetition,
      long groups,
      long groupPadding)
      implements Contexts {
    /** Returns the same contexts, measured. */
    public ContextValues with(RelatednessValues measured, RepetitionValues repeated) {
      return new ContextValues(
          count,
          tokens,
          separators,
          begins,
          padding,
          wholePadding,
          tailPadding,
          separatorsLeftOut,
          tailTokensDropped,
          documentsCut,
          documentsBroughtForward,
          beginningWithin,
          measured,
          repeated,
          groups,
          groupPadding);
    }
  }

  /** The values of {@link Relatedness}. */
  public record RelatednessValues(
      long contextsMeasured,
      double documentsPerContext,
      double meanPairCosine,
      double randomPairCosine,
      double meanBestEarlierCosine,
      double randomBestEarlierCosine,
      double redundantShare,
      double randomRedundantShare,
      double nextContextCosine,
      List<Long> pairCosines,
      List<Long> randomPairCosines)
      implements Relatedness {
    /** Copies the lists. */
    public RelatednessValues {
      pairCosines = List.copyOf(pairCosines);
      randomPairCosines = List.copyOf(randomPairCosines);
    }

    /** Returns what is known without vectors. */
    public static RelatednessValues notMeasured(double documentsPerContext) {
      return new RelatednessValues(
          0,
          documentsPerContext,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          List.of(),
          List.of());
    }
  }

  /** The values of {@link Repetition}. */
  public record RepetitionValues(
      long contextsMeasured,
      double compressedSize,
      double randomCompressedSize,
      double burstiness,
      double randomBurstiness)
      implements Repetition {
    /** Returns that nothing is known. */
    public static RepetitionValues notMeasured() {
      return new RepetitionValues(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
  }

  /** The values of {@link Settings}. */
  public record SettingValues(
      int contextLength,
      String tokenizer,
      int vocabularySize,
      String embedder,
      String neighbourIndex,
      int neighbours,
      String orderer,
      String nearDuplicates,
      String boundary,
      String tail,
      int separator,
      String separatorText,
      String begin,
      int beginToken,
      String beginText,
      int paddingToken,
      String paddingText,
      boolean shuffled,
      long seed,
      boolean deterministic,
      String groupBy,
      int epoch)
      implements Settings {}

  /** The values of {@link Run}. */
  public record RunValues(
      int threads, List<String> tokenizerRemarks, List<String> resumed, List<StageReport> stages)
      implements Run {
    /** Copies the lists. */
    public RunValues {
      tokenizerRemarks = List.copyOf(tokenizerRemarks);
      resumed = List.copyOf(resumed);
      stages = List.copyOf(stages);
    }
  }
}
