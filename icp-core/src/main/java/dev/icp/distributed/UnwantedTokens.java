package dev.icp.distributed;

import dev.icp.internal.documents.WrittenTokens;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds special tokens that are written out in texts in which none is wanted: see {@link
 * dev.icp.ContextBuilder#refuseSpecialTokens}. Thread-safe.
 */
public final class UnwantedTokens {
  private final WrittenTokens written;

  /**
   * @param special ids by how the tokens are written
   */
  public UnwantedTokens(Map<String, Integer> special) {
    written = new WrittenTokens(special);
  }

  /** Returns what is wrong with a text; null for nothing. */
  public @Nullable String problem(String text) {
    return written.first(text);
  }
}
