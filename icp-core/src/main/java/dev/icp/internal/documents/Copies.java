package dev.icp.internal.documents;

import it.unimi.dsi.fastutil.HashCommon;
import java.io.Serializable;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How often documents stand: as one of their metadata says, or {@linkplain LengthWeights by their
 * lengths}. Of a weight that is no whole number the rest is drawn. Immutable.
 */
public final class Copies implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a document has of which the metadata say no weight. */
  public static final int WRONG = -1;

  private static final double MOST = 1000;

  private final String name;
  private final @Nullable LengthWeights lengths;
  private final long seed;

  /**
   * @param weightBy the name of the metadata, or weights by length
   * @param seed draws those that stand once more for a fraction
   */
  public Copies(String weightBy, long seed) {
    name = weightBy;
    lengths = LengthWeights.areIn(weightBy) ? LengthWeights.of(weightBy) : null;
    this.seed = seed;
  }

  /**
   * Returns how often a document stands; {@link #WRONG} if its metadata say it wrong.
   *
   * @param document its place in the corpus
   * @param tokens how many it has
   */
  public int of(int document, int tokens, Map<String, Object> metadata) {
    if (lengths != null) {
      return drawn(lengths.of(tokens), document);
    }
    Object value = metadata.get(name);
    double weight = value == null ? 1 : value instanceof Number number ? number.doubleValue() : -1;
    return weight >= 0 && weight <= MOST ? drawn(weight, document) : WRONG;
  }

  private int drawn(double weight, int document) {
    double drawn = (HashCommon.mix(HashCommon.mix(seed) ^ document) >>> 11) * 0x1p-53;
    return (int) weight + (drawn < weight - (int) weight ? 1 : 0);
  }

  /** Returns whether one of the metadata says it, and this one. */
  public boolean isSaidBy(Map<String, Object> metadata) {
    return lengths != null || metadata.containsKey(name);
  }

  /** Returns what is wrong where a document has {@link #WRONG}. */
  public String wrong(String id, Map<String, Object> metadata) {
    Object value = metadata.get(name);
    return "weightBy: document \""
        + id
        + "\" has "
        + name
        + " "
        + (value instanceof String ? "\"" + value + "\", which is a text" : value)
        + ", expected a number from 0 to 1000";
  }

  /** Returns what is wrong where the metadata of no document say it. */
  public String unknown() {
    return "weightBy: " + name + ", which no document has among its metadata";
  }

  /**
   * Returns how often each document stands.
   *
   * @throws IllegalArgumentException if no document says it, or one says it wrong
   */
  public int[] ofAll(
      TokenStore tokens, IntFunction<Map<String, Object>> metadata, IntFunction<String> ids) {
    int[] copies = new int[tokens.size()];
    boolean any = copies.length == 0;
    for (int i = 0; i < copies.length; i++) {
      Map<String, Object> known = lengths == null ? metadata.apply(i) : Map.of();
      any |= isSaidBy(known);
      copies[i] = of(i, tokens.count(i), known);
      if (copies[i] == WRONG) {
        throw new IllegalArgumentException(wrong(ids.apply(i), known));
      }
    }
    if (!any) {
      throw new IllegalArgumentException(unknown());
    }
    return copies;
  }
}
