package dev.icp;

import dev.icp.internal.base.CosineHistogram;
import dev.icp.internal.base.Shuffle;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.report.ReportValues.RelatednessValues;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Measures how related the documents of a context are, on a seeded sample of contexts. */
final class RelatednessMeasure {
  private final ContextLayout layout;
  private final int documents;
  private final Vectors vectors;
  private final StageContext context;

  /**
   * @param documents how many documents were laid out
   * @param vectors by ordinal
   */
  RelatednessMeasure(ContextLayout layout, int documents, Vectors vectors, StageContext context) {
    this.layout = layout;
    this.documents = documents;
    this.vectors = vectors;
    this.context = context;
  }

  /**
   * Measures.
   *
   * @param leavingOrder the contexts in the order in which they leave
   */
  RelatednessValues measure(int[] leavingOrder) {
    int contexts = leavingOrder.length;
    int sampled = Math.min(PackingReport.MAX_CONTEXTS_MEASURED, contexts);
    int[] sample = Shuffle.permutation(contexts, context.seed(), "measured contexts");
    SplittableRandom random = Shuffle.random(context.seed(), "unrelated contexts");
    int[][] related = new int[sampled][];
    int[][] unrelated = new int[sampled][];
    for (int s = 0; s < sampled; s++) {
      related[s] = beginning(sample[s]);
      unrelated[s] = new int[related[s].length];
      for (int i = 0; i < related[s].length; i++) {
        unrelated[s][i] = anyBeginning(random);
      }
    }
    Means found = new Means(related);
    Means chance = new Means(unrelated);
    return new RelatednessValues(
        sampled,
        documents / (double) contexts,
        found.pairwise(),
        chance.pairwise(),
        found.bestEarlier(),
        chance.bestEarlier(),
        found.redundant(),
        chance.redundant(),
        nextContext(leavingOrder),
        found.histogram(),
        chance.histogram());
  }

  /** The mean cosine of a document of one context and a document of the one that leaves next. */
  private double nextContext(int[] leavingOrder) {
    SplittableRandom random = Shuffle.random(context.seed(), "next contexts");
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < PackingReport.MAX_NEXT_MEASURED && leavingOrder.length > 1; i++) {
      int at = random.nextInt(leavingOrder.length - 1);
      int one = anyDocument(leavingOrder[at], random);
      int other = anyDocument(leavingOrder[at + 1], random);
      if (one >= 0 && other >= 0) {
        sum += vectors.cosine(one, other);
        pairs++;
      }
    }
    return sum / pairs;
  }

  /** Returns the first documents that begin in a context. */
  private int[] beginning(long index) {
    return IntStream.range(layout.firstStart(index), layout.firstStart(index + 1))
        .filter(layout::isBeginning)
        .limit(PackingReport.MAX_DOCUMENTS_MEASURED)
        .map(layout::document)
        .toArray();
  }

  /** Returns a random document; there is one. */
  private int anyBeginning(SplittableRandom random) {
    while (true) {
      int piece = random.nextInt(layout.pieces());
      if (layout.isBeginning(piece)) {
        return layout.document(piece);
      }
    }
  }

  /** Returns a random document that begins in a context; −1 if the piece drawn does not. */
  private int anyDocument(int index, SplittableRandom random) {
    int first = layout.firstStart(index);
    int count = layout.firstStart(index + 1L) - first;
    int piece = count == 0 ? -1 : first + random.nextInt(count);
    return piece >= 0 && layout.isBeginning(piece) ? layout.document(piece) : -1;
  }

  /** Mean cosines within groups of documents. */
  private final class Means {
    private final int[][] groups;
    private final double[] pairSums;
    private final double[] bestSums;
    private final long[] redundant;

    Means(int[][] groups) {
      this.groups = groups;
      pairSums = new double[groups.length];
      bestSums = new double[groups.length];
      redundant = new long[groups.length];
      context.forEach(groups.length, this::measure);
    }

    private void measure(int g) {
      int[] group = groups[g];
      for (int i = 1; i < group.length; i++) {
        double best = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < i; j++) {
          double cosine = vectors.cosine(group[i], group[j]);
          pairSums[g] += cosine;
          best = Math.max(best, cosine);
        }
        bestSums[g] += best;
        redundant[g] += best >= PackingReport.REDUNDANT ? 1 : 0;
      }
    }

    /** The mean of a group's pairs; NaN without any. */
    private double pairwise(int g) {
      long size = groups[g].length;
      return size < 2 ? Double.NaN : 2 * pairSums[g] / (size * (size - 1));
    }

    /** The mean over groups of their pairs' mean; NaN without pairs. */
    double pairwise() {
      return IntStream.range(0, groups.length)
          .mapToDouble(this::pairwise)
          .filter(mean -> !Double.isNaN(mean))
          .average()
          .orElse(Double.NaN);
    }

    /** How many groups have which mean of their pairs; empty without pairs. */
    List<Long> histogram() {
      CosineHistogram histogram = new CosineHistogram(PackingReport.COSINE_BINS);
      for (int g = 0; g < groups.length; g++) {
        if (groups[g].length > 1) {
          histogram.add(pairwise(g));
        }
      }
      return Double.isNaN(pairwise()) ? List.of() : histogram.counts();
    }

    /** The mean over documents of the highest cosine with an earlier one, 0 for the first. */
    double bestEarlier() {
      return DoubleStream.of(bestSums).sum() / documents();
    }

    /** The share of documents that have a near duplicate before them. */
    double redundant() {
      return LongStream.of(redundant).sum() / (double) documents();
    }

    private long documents() {
      return Stream.of(groups).mapToLong(group -> group.length).sum();
    }
  }
}
