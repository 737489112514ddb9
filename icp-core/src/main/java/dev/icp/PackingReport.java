package dev.icp;

import dev.icp.spi.ContextWriter;
import java.util.List;

/**
 * What went in, what came out, and what it took, in the order of the flow. Every token of the
 * documents read is accounted for: {@code input.tokens = contexts.tokens + duplicates.tokensDropped
 * + contexts.tailTokensDropped} (unless the order {@code repeats}), and the contexts hold {@code
 * contexts.tokens + separators + begins + padding}.
 *
 * <p>What was not measured is −1 (counts), NaN (cosines and shares) or empty (lists and texts).
 * Cosines are of the vectors that were used, and not measured where only a graph was given.
 *
 * <p>Histograms of cosines have {@value #COSINE_BINS} equal bins of [0, 1], each with its lower
 * end, the last one with both; negative cosines are in the first.
 *
 * <p>Reports are immutable.
 *
 * @apiNote Reports come from {@link PackedContexts#report}, are handed to {@link
 *     ContextWriter#begin} and read back from files; only icp makes them, so that a later version
 *     can say more: sections and their figures are added, never taken away or moved.
 */
public interface PackingReport {
  /** How many skipped documents are listed one by one. */
  int MAX_SKIPPED_LISTED = 1000;

  /** On how many pairs the mean cosines along the order are measured at most. */
  int MAX_COSINES = 100_000;

  /** In how many contexts cosines are measured at most. */
  int MAX_CONTEXTS_MEASURED = 500;

  /** In how many contexts repetition is measured at least, if there are as many. */
  int MIN_CONTEXTS_MEASURED = 8;

  /** And at how many tokens at most, unless that makes fewer contexts. */
  int MAX_TOKENS_MEASURED = 4_000_000;

  /** From which cosine with an earlier document on a document counts as redundant. */
  double REDUNDANT = 0.8;

  /** On how many documents of each. */
  int MAX_DOCUMENTS_MEASURED = 64;

  /** On how many pairs of documents of neighbouring contexts. */
  int MAX_NEXT_MEASURED = 20_000;

  /** How many bins a histogram of cosines has. */
  int COSINE_BINS = 50;

  /** Returns what was read. */
  Input input();

  /** Returns what the search for neighbours found. */
  Neighbours neighbours();

  /** Returns what are copies and near copies, and what became of them. */
  Duplicates duplicates();

  /** Returns what is known of the order. */
  Order order();

  /** Returns what left. */
  Contexts contexts();

  /** Returns how it was packed. */
  Settings settings();

  /** Returns what differs from run to run. */
  Run run();

  /** Returns the same report with other skipped documents, for who leaves out some himself. */
  PackingReport withSkipped(long documentsSkipped, List<SkippedDocument> skipped);

  /** Returns the same report with the files that were read, for who reads documents from files. */
  PackingReport withFiles(CorpusFiles files);

  /** What was read. */
  interface Input {
    /** Returns the number of documents read and not skipped. */
    long documents();

    /** Returns the number of their tokens, without separators. */
    long tokens();

    /** Returns the number of bad documents left out on request. */
    long documentsSkipped();

    /** Returns the first {@value #MAX_SKIPPED_LISTED} of them. */
    List<SkippedDocument> skipped();

    /** Returns the fingerprint of the documents read and not skipped: ids and texts, in order. */
    String corpus();

    /**
     * Returns the special tokens of the tokenizer that are written out in the documents' texts, by
     * id.
     */
    List<SpecialTokenCount> specialTokens();

    /** Returns which files were read and which were left out; none where documents were given. */
    CorpusFiles files();

    /** Returns how many documents got a numbered id ({@link DuplicateIds#NUMBER}). */
    long idsNumbered();

    /**
     * Returns how many documents were left out as repetitions ({@link DuplicateIds#DROP_EQUAL}).
     */
    long repetitionsDropped();
  }

  /** What the search for neighbours found. */
  interface Neighbours {
    /**
     * Returns the share of the true nearest neighbours that were found, as the index measured it on
     * a sample; 1 if it is exact, NaN where nothing is known.
     */
    double sampledRecall();

    /**
     * Returns how many documents have their nearest neighbour at which cosine, before near
     * duplicates were dropped: a histogram; documents without neighbours are in no bin.
     */
    List<Long> nearestCosines();

    /** Returns the mean cosine of words of documents nearest by vectors; NaN if unknown. */
    double nearestWordCosine();

    /** Returns the same of any two documents of the sample. */
    double randomWordCosine();

    /** Returns whether the two are the same: vectors are then likely those of other documents. */
    boolean vectorsDisagree();
  }

  /** Copies and near copies, and what became of them. */
  interface Duplicates {
    /** Returns how many documents have the very text of an earlier one, before any are dropped. */
    long exactCopies();

    /**
     * Returns the number of documents whose nearest neighbour has a cosine of 0.95 or more, before
     * any were dropped.
     */
    long withCloseNeighbour();

    /**
     * Returns how many documents {@link NearDuplicates#drop} would drop at 0.80, 0.81, … 0.99,
     * estimated from the neighbour graph alone: groups of more copies than it has neighbours make
     * it inexact.
     */
    List<ThresholdCount> thresholds();

    /** Returns the number of documents dropped as near duplicates. */
    long dropped();

    /** Returns the number of their tokens. */
    long tokensDropped();

    /**
     * Returns the number of documents that moved to keep near duplicates apart; 0 unless that was
     * asked for.
     */
    long moved();

    /**
     * Returns the number of pairs of near duplicates that share a context all the same; 0 unless
     * they were to be kept apart.
     */
    long pairsTogether();
  }

  /** What is known of the order. */
  interface Order {
    /**
     * Returns whether the order may repeat documents and leave others out; {@link Contexts#tokens}
     * then counts a document as often as it stands.
     */
    boolean repeats();

    /** Returns the number of different documents in it. */
    long documents();

    /** Returns the number of places where it had to jump. */
    long breaks();

    /** Returns how many of them stand in each of 40 equal parts of the order; empty if none do. */
    List<Long> breaksAlong();

    /**
     * Returns the mean cosine of consecutive documents, on a seeded sample of {@value #MAX_COSINES}
     * where there are more; NaN where there are fewer than two documents.
     */
    double meanAdjacentCosine();

    /** Returns the same of as many random pairs. */
    double randomAdjacentCosine();

    /** Returns the histogram of which {@link #meanAdjacentCosine} is the mean. */
    List<Long> adjacentCosines();

    /** Returns the histogram of which {@link #randomAdjacentCosine} is the mean. */
    List<Long> randomAdjacentCosines();
  }

  /** What left, and how documents were cut or kept whole for it. */
  interface Contexts {
    /** Returns the number of contexts. */
    long count();

    /** Returns the number of document tokens in them. */
    long tokens();

    /** Returns the number of separator tokens in them. */
    long separators();

    /** Returns the number of begin tokens in them. */
    long begins();

    /**
     * Returns the number of padding tokens in them: {@code wholePadding + groupPadding +
     * tailPadding}.
     */
    long padding();

    /**
     * Returns the padding of contexts into which no document fitted any more ({@link
     * Boundary#KEEP_WHOLE}), or only the token that begins one, which does not stand alone ({@link
     * Begin#DOCUMENT}, unless documents are {@linkplain ContextBuilder#startAnywhere cut
     * anywhere}).
     */
    long wholePadding();

    /** Returns the padding of the last context ({@link Tail#PAD}). */
    long tailPadding();

    /**
     * Returns the number of separators left out because a context ended with their document, or it
     * is empty; 0 for {@link Boundary#SPLIT} with {@link ContextBuilder#startAnywhere}, unless the
     * order cuts documents into pieces.
     */
    long separatorsLeftOut();

    /**
     * Returns the number of document tokens that went with a last context under {@link Tail#DROP},
     * or that the order trimmed where contexts end ({@link ContextOrderers#spliceTrimmed}).
     */
    long tailTokensDropped();

    /** Returns the number of documents that stand in more than one context. */
    long documentsCut();

    /** Returns how many documents came early, to fill a gap or to keep near duplicates apart. */
    long documentsBroughtForward();

    /**
     * Returns the number of contexts that begin within a document, or with a separator; with {@link
     * ContextBuilder#startAtDocument} only those for which no document was left.
     */
    long beginningWithin();

    /** Returns how related the documents of a context are. */
    Relatedness relatedness();

    /** Returns how much comes again in a context. */
    Repetition repetition();

    /** Returns how many groups have contexts of their own; 1 where any documents share them. */
    long groups();

    /** Returns the padding of the last contexts of groups, but for the very last context. */
    long groupPadding();
  }

  /** How it was packed. */
  interface Settings {
    /** Returns the number of tokens in a context. */
    int contextLength();

    /** Returns the fingerprint of the tokenizer. */
    String tokenizer();

    /** Returns the tokenizer's number of ids; all tokens are below it. */
    int vocabularySize();

    /** Returns the fingerprint of the embedder; empty where vectors or a graph were given. */
    String embedder();

    /** Returns the fingerprint of the neighbour index; empty where a graph was given. */
    String neighbourIndex();

    /** Returns the number of neighbours asked for each document. */
    int neighbours();

    /** Returns the name of the orderer. */
    String orderer();

    /** Returns the near-duplicate policy. */
    String nearDuplicates();

    /** Returns how contexts were cut. */
    String boundary();

    /** Returns what became of the last context. */
    String tail();

    /** Returns the separator token; −1 for none. */
    int separator();

    /** Returns how the separator is written; empty for none, or where it is not written. */
    String separatorText();

    /** Returns where begin tokens stand: the name of a {@link Begin}. */
    String begin();

    /** Returns the begin token; −1 for none. */
    int beginToken();

    /** Returns how the begin token is written; empty for none, or where it is not written. */
    String beginText();

    /** Returns the token of padding; −1 where there is none. */
    int paddingToken();

    /** Returns how the token of padding is written; empty for none, or where it is not written. */
    String paddingText();

    /** Returns whether contexts leave shuffled by the seed, rather than along the path. */
    boolean shuffled();

    /** Returns the seed. */
    long seed();

    /** Returns whether the same corpus, settings and seed give the same contexts. */
    boolean deterministic();

    /** Returns of which of the metadata different values share no context; empty for none. */
    String groupBy();

    /** Returns which time over the corpus it was, from 0. */
    int epoch();
  }

  /** What differs from run to run. */
  interface Run {
    /** Returns the number of threads used; has no influence on the contexts. */
    int threads();

    /** Returns what a user should know of how the tokenizer was set up, each on one line. */
    List<String> tokenizerRemarks();

    /**
     * Returns the stages whose results an earlier run had left in the work directory: tokens,
     * vectors, graph (graph-2, … where near duplicates were dropped), order.
     */
    List<String> resumed();

    /** Returns seconds and memory of each stage, in order; packing only once it has ended. */
    List<StageReport> stages();
  }

  /**
   * A bad document that was left out.
   *
   * @param position its place in the input, counted from 0
   * @param id its id
   * @param reason what was wrong
   */
  record SkippedDocument(long position, String id, String reason) {}

  /**
   * A special token that is written out in texts.
   *
   * @param token how it is written
   * @param id its id
   * @param count how often it is written, the longest one where several begin
   * @param documents in how many documents
   */
  record SpecialTokenCount(String token, int id, long count, long documents) {}

  /**
   * What a threshold of near duplicates means for the corpus.
   *
   * @param cosine the threshold
   * @param documents documents that would be dropped
   */
  record ThresholdCount(double cosine, long documents) {}

  /**
   * What a stage took.
   *
   * @param stage the stage
   * @param seconds wall-clock time
   * @param peakHeapBytes most heap in use, garbage included, as seen by a sampler
   */
  record StageReport(Stage stage, double seconds, long peakHeapBytes) {}
}
