package dev.icp.cli.index;

import dev.icp.CorpusFiles;
import dev.icp.CorpusIndex;
import org.jspecify.annotations.Nullable;

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
 * @param wordsWeighedBy of how many documents the weights of words are; 0 without words
 * @param changes what has become of the documents of an earlier index; null for none
 * @param corpusFiles what the inputs' files were read as, and what was left out of folders
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
    int wordsWeighedBy,
    CorpusIndex.@Nullable Changes changes,
    CorpusFiles corpusFiles,
    long bytes,
    double seconds) {}
