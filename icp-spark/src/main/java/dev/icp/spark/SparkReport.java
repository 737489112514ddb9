package dev.icp.spark;

/**
 * What went in and what comes out; known before the contexts are made.
 *
 * @param documents documents that are packed
 * @param tokens their tokens, without separators
 * @param documentsSkipped bad documents that were left out on request
 * @param nearDuplicatesDropped near duplicates that were dropped
 * @param contextLength tokens in a context
 * @param contexts contexts that leave
 * @param separators separator tokens in all
 * @param begins begin tokens in all
 * @param padding padding tokens in the last context
 * @param tailTokensDropped tokens, separators and begin tokens included, that go with a last
 *     context that is dropped
 * @param neighbours neighbours asked for each document
 * @param cells into how many cells the documents were divided; 0 if that was not needed
 * @param margin how much less similar than its home a cell may be for a document to visit it
 * @param joinTasks how many tasks compared documents
 * @param documentsSent copies of documents that were sent to these tasks, for each document
 * @param sampledRecall share of the true nearest neighbours of 256 documents that were found; NaN
 *     where a graph was given or there are no others, 1 where all were compared with all
 * @param groups how many groups were ordered and packed
 * @param largestGroup documents in the largest
 */
public record SparkReport(
    long documents,
    long tokens,
    long documentsSkipped,
    long nearDuplicatesDropped,
    int contextLength,
    long contexts,
    long separators,
    long begins,
    int padding,
    long tailTokensDropped,
    int neighbours,
    int cells,
    double margin,
    int joinTasks,
    double documentsSent,
    double sampledRecall,
    int groups,
    long largestGroup) {}
