package dev.icp.spark;

import dev.icp.CorpusFiles;
import dev.icp.PackingReport;
import dev.icp.PackingReport.SkippedDocument;
import java.util.List;

/**
 * What went in and what comes out, in the words and sections of any packing run; known before the
 * contexts are made. What would need another pass over all documents is not measured: the
 * fingerprint of the corpus, histograms and mean cosines, cuts and breaks. Skipped documents are
 * counted, not listed.
 */
public interface SparkReport extends PackingReport {
  /** Returns how the work was divided. */
  Cluster cluster();

  @Override
  SparkReport withSkipped(long documentsSkipped, List<SkippedDocument> skipped);

  @Override
  SparkReport withFiles(CorpusFiles files);

  /**
   * Returns the same report with what shows when contexts are made.
   *
   * @param tokens of documents in them
   */
  SparkReport withCounted(long tokens, long separators, long begins);

  /** How the work was divided. */
  interface Cluster {
    /** Returns into how many cells the documents were divided; 0 if that was not needed. */
    int cells();

    /** Returns how much less similar than its home a cell may be for a document to visit it. */
    double margin();

    /** Returns how many tasks compared documents; 0 where a graph was given. */
    int joinTasks();

    /** Returns how many copies were sent to these tasks, for each document. */
    double documentsSent();

    /** Returns how many groups were ordered and packed. */
    int groups();

    /** Returns the number of documents in the largest. */
    long largestGroup();

    /**
     * Returns the tokens, separators and begin tokens included, that go with a last context that is
     * dropped. Which of them are separators shows only when contexts are made: {@code tokens},
     * {@code separators}, {@code begins} and {@code tailTokensDropped} of {@link #contexts} are −1
     * where this is not 0, until {@link SparkOutput#write} has made them.
     */
    long tailDropped();
  }
}
