package dev.icp.distributed;

import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.internal.documents.WrittenTokens;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds special tokens that are written out in texts, and counts them where texts are in many
 * places. Thread-safe.
 */
public final class SpecialTokensInTexts {
  private final WrittenTokens written;

  /**
   * @param special ids by how the tokens are written; the same ones everywhere
   */
  public SpecialTokensInTexts(Map<String, Integer> special) {
    written = new WrittenTokens(special);
  }

  /**
   * Returns what is wrong with a text in which none is wanted: see {@link
   * dev.icp.ContextBuilder#refuseSpecialTokens}; null for nothing.
   */
  public @Nullable String problem(String text) {
    return written.first(text);
  }

  /**
   * Returns what is written in one text: for each token that is, its number among all, and how
   * often, one after the other.
   */
  public int[] in(String text) {
    return written.in(text);
  }

  /**
   * Adds what was found of a token.
   *
   * @param token its number, as {@link #in} has it
   * @param count how often it is written
   * @param documents in how many documents
   */
  public void add(int token, long count, long documents) {
    written.add(token, count, documents);
  }

  /** Returns what was added, by id, as a report has it. */
  public List<SpecialTokenCount> counts() {
    return written.counts();
  }
}
