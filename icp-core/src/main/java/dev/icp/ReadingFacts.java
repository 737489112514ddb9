package dev.icp;

import dev.icp.PackingReport.SkippedDocument;
import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.internal.vectors.WordAgreement.Shared;
import java.util.List;

/**
 * What the report says about the documents that were read.
 *
 * @param skipped bad documents that were left out
 * @param listed the first of them
 * @param exactCopies documents that had the text of an earlier one
 * @param corpus fingerprint of ids and texts, in order
 * @param specialTokens that were written in texts
 * @param numbered documents that got another id, because an earlier one had theirs
 * @param dropped documents that were left out for their id and text
 * @param words what words say of the vectors
 */
record ReadingFacts(
    long skipped,
    List<SkippedDocument> listed,
    long exactCopies,
    String corpus,
    List<SpecialTokenCount> specialTokens,
    long numbered,
    long dropped,
    Shared words) {
  ReadingFacts {
    listed = List.copyOf(listed);
    specialTokens = List.copyOf(specialTokens);
  }
}
