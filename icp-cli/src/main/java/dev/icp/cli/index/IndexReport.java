package dev.icp.cli.index;

/**
 * What {@code icp index} says of an index in {@code index.json}.
 *
 * @param documents that are in it
 * @param tokens of all documents, without separators
 * @param corpus fingerprint of ids and texts, in order
 * @param tokenizer fingerprint of what made the tokens
 * @param embedder fingerprint of what made the vectors; empty where they were given
 * @param neighbourIndex fingerprint of what found the neighbours
 * @param k neighbours of each document that were asked for
 * @param sampledRecall share of the true ones that was found; NaN if it was not measured
 * @param groupBy the field within whose values they were looked for; empty for none
 * @param skipped bad documents that were left out
 * @param bytes of all its files
 * @param seconds from the start of the command to the end
 */
public record IndexReport(
    int documents,
    long tokens,
    String corpus,
    String tokenizer,
    String embedder,
    String neighbourIndex,
    int k,
    double sampledRecall,
    String groupBy,
    long skipped,
    long bytes,
    double seconds) {}
