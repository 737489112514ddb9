package dev.icp.cli.embed;

/**
 * What {@code icp embed} says of a run in the report beside its vectors.
 *
 * @param n documents, which are rows
 * @param dimension floats in a vector
 * @param embedder what the vectors depend on: hashes of model and tokenizer, and the settings
 * @param embedded documents that went through the model in this run
 * @param kept documents whose vectors an earlier run had made
 * @param exactCopies documents that have the text of an earlier one, and so its vector
 * @param skipped bad documents, which have no row
 * @param seconds from the start of the command to the end of the vectors
 */
public record EmbedReport(
    long n,
    int dimension,
    String embedder,
    long embedded,
    long kept,
    long exactCopies,
    long skipped,
    double seconds) {}
