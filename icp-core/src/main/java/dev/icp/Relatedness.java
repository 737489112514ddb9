package dev.icp;

import java.util.List;

/**
 * How related the documents are that begin in the same context, by the vectors that were used: on a
 * sample, drawn by the seed, of {@value PackingReport#MAX_CONTEXTS_MEASURED} contexts where there
 * are more, and the first {@value PackingReport#MAX_DOCUMENTS_MEASURED} documents of each. Random
 * means contexts of as many documents drawn at random.
 */
public interface Relatedness {
  /** Returns how many contexts were in the sample; 0 where no vectors are known. */
  long contextsMeasured();

  /** Returns the mean number of documents that begin in a context, of all contexts. */
  double documentsPerContext();

  /** Returns the mean over contexts of the mean cosine of all pairs of their documents. */
  double meanPairCosine();

  /** Returns the same of random contexts. */
  double randomPairCosine();

  /**
   * Returns the mean over documents of the highest cosine with an earlier document of the context,
   * 0 for the first of a context.
   */
  double meanBestEarlierCosine();

  /** Returns the same of random contexts. */
  double randomBestEarlierCosine();

  /**
   * Returns the share of documents that have an earlier one of a cosine of {@value
   * PackingReport#REDUNDANT} or more in the context.
   */
  double redundantShare();

  /** Returns the same of random contexts. */
  double randomRedundantShare();

  /**
   * Returns the mean cosine of a document and one of the context that leaves next, on {@value
   * PackingReport#MAX_NEXT_MEASURED} pairs drawn by the seed; after the shuffle about {@link
   * PackingReport.Order#randomAdjacentCosine} or less.
   */
  double nextContextCosine();

  /**
   * Returns the histogram of the contexts in the sample that have two documents or more, by the
   * mean cosine of their pairs.
   */
  List<Long> pairCosines();

  /** Returns the same of random contexts. */
  List<Long> randomPairCosines();
}
