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

  /** Returns the same report with what one more step took, or more of the last one. */
  SparkReport withStep(StepReport step);

  /**
   * What a step took, all its tasks together. Differs from run to run. Spark counts the processor
   * time of the threads that it runs tasks on: what the driver does by itself, and the threads that
   * a model starts, are not in it.
   *
   * @param step as it is called in Spark's pages, such as {@code compare}
   * @param seconds wall-clock time, that of the driver included
   * @param processorSeconds of tasks, those that failed included
   * @param shuffleBytesRead by tasks from others
   * @param shuffleBytesWritten by tasks for others
   * @param tasks that succeeded
   * @param tasksFailed that did not, or were killed because another one was faster
   * @param skew the longest task's time, divided by that of the median one, in the stage of Spark's
   *     whose tasks took longest together; 1 if all were alike
   */
  record StepReport(
      String step,
      double seconds,
      double processorSeconds,
      long shuffleBytesRead,
      long shuffleBytesWritten,
      int tasks,
      int tasksFailed,
      double skew) {
    /** Returns both together. */
    public StepReport and(StepReport more) {
      boolean longer = more.processorSeconds > processorSeconds;
      return new StepReport(
          step,
          seconds + more.seconds,
          processorSeconds + more.processorSeconds,
          shuffleBytesRead + more.shuffleBytesRead,
          shuffleBytesWritten + more.shuffleBytesWritten,
          tasks + more.tasks,
          tasksFailed + more.tasksFailed,
          longer ? more.skew : skew);
    }
  }

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

    /**
     * Returns what each step took, in their order; that of writing only from {@link
     * SparkOutput#write}.
     */
    List<StepReport> steps();
  }
}
