package dev.icp;

/**
 * A near duplicate that was dropped.
 *
 * @param id its id
 * @param ordinal its place in the corpus, from 0, skipped documents not counted
 * @param keptId the id of the most similar document that stayed
 * @param keptOrdinal that document's place in the corpus
 * @param cosine the cosine of the two
 */
public record DroppedDocument(
    String id, int ordinal, String keptId, int keptOrdinal, float cosine) {}
