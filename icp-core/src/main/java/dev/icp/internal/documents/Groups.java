package dev.icp.internal.documents;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Map;

/**
 * Which documents may share a context: those with the same value of one of the metadata. Those
 * without a value are a group of their own. Groups are numbered in the order of the corpus.
 */
public final class Groups {
  private static final int UNKNOWN = -1;

  private final String name;
  private final Object2IntOpenHashMap<Object> numbers = new Object2IntOpenHashMap<>();
  private boolean named;
  private final IntArrayList byOrdinal = new IntArrayList();

  /**
   * @param name of the metadata
   */
  public Groups(String name) {
    this.name = name;
    numbers.defaultReturnValue(UNKNOWN);
  }

  /** Adds the next document. */
  public void add(Map<String, Object> metadata) {
    // No value is equal to the object that stands for none.
    Object value = metadata.getOrDefault(name, this);
    named |= value != this;
    int number = numbers.getInt(value);
    if (number == UNKNOWN) {
      number = numbers.size();
      numbers.put(value, number);
    }
    byOrdinal.add(number);
  }

  /**
   * Refuses a name that no document has: it is written wrong.
   *
   * @throws IllegalArgumentException saying so
   */
  public void requireNamed() {
    if (!named && !byOrdinal.isEmpty()) {
      throw new IllegalArgumentException(
          "groupBy: " + name + ", which no document has among its metadata");
    }
  }

  /** Returns the number of groups. */
  public int count() {
    return numbers.size();
  }

  /** Returns the group of a document, by ordinal. */
  public int of(int document) {
    return byOrdinal.getInt(document);
  }
}
