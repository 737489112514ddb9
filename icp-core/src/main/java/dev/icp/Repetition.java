package dev.icp;

/**
 * How much comes again in a context, by the tokens of its documents: on a sample, drawn by the
 * seed, of as many contexts as have {@value PackingReport#MAX_TOKENS_MEASURED} tokens, but at least
 * {@value PackingReport#MIN_CONTEXTS_MEASURED} and at most {@value
 * PackingReport#MAX_CONTEXTS_MEASURED}. Random means the same numbers of tokens of documents drawn
 * at random.
 */
public interface Repetition {
  /** Returns how many contexts were in the sample. */
  long contextsMeasured();

  /**
   * Returns the part of their bytes that is left when each context's tokens, in as few bytes each
   * as they need, are deflated: the lower, the more of a context is like what stands before.
   */
  double compressedSize();

  /** Returns the same of random contexts. */
  double randomCompressedSize();

  /**
   * Returns the mean over contexts of the exponent of the zeta distribution that the counts of
   * their different tokens most likely come from, between 1.01 and 10, as the authors of Bm25Chunk
   * measure burstiness: the lower, the more often some tokens come again.
   */
  double burstiness();

  /** Returns the same of random contexts. */
  double randomBurstiness();
}
