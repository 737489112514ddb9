package dev.icp.distributed;

import dev.icp.internal.documents.Copies;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import java.io.Serializable;
import java.util.Map;

/**
 * How often documents stand, by {@link dev.icp.settings.TakesSettings#weightBy}; the same as on one
 * machine. Immutable.
 */
public final class DocumentCopies implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a document has of which the metadata say no weight. */
  public static final int WRONG = Copies.WRONG;

  private final Copies copies;

  /** Takes the settings, which have weights. */
  public DocumentCopies(CheckedSettings settings) {
    copies = new Copies(settings.get(PackingSettings.WEIGHT_BY), settings.epochSeed());
  }

  /**
   * Returns how often a document stands; {@link #WRONG} if its metadata say it wrong.
   *
   * @param ordinal its place in the corpus
   * @param tokens how many it has
   */
  public int of(int ordinal, int tokens, Map<String, Object> metadata) {
    return copies.of(ordinal, tokens, metadata);
  }

  /** Returns whether a document says it, or none needs to. */
  public boolean isSaidBy(Map<String, Object> metadata) {
    return copies.isSaidBy(metadata);
  }

  /** Returns what is wrong where a document has {@link #WRONG}. */
  public String wrong(String id, Map<String, Object> metadata) {
    return copies.wrong(id, metadata);
  }

  /** Returns what is wrong where no document says it. */
  public String unknown() {
    return copies.unknown();
  }
}
