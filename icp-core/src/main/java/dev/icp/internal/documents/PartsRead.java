package dev.icp.internal.documents;

import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectRBTreeMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * What a corpus was read from, and what reading it found besides the documents, so that a later
 * state of it can do without reading again.
 */
public final class PartsRead {
  private final List<Entry> entries = new ArrayList<>();

  /** By ordinal, the special tokens that are written in a document, each with how often. */
  private final Int2ObjectRBTreeMap<int[]> special = new Int2ObjectRBTreeMap<>();

  /**
   * A part of which each document was taken as it was.
   *
   * @param name what it is called
   * @param state what tells whether it is as it was
   * @param first the ordinal of its first document
   * @param count how many documents it has
   */
  public record Entry(String name, String state, int first, int count) {}

  /** Adds the next part. */
  public void add(Entry entry) {
    entries.add(entry);
  }

  /**
   * Adds what is written in a document. Thread-safe.
   *
   * @param found see {@link WrittenTokens#in}; nothing is kept if that is nothing
   * @param counts are told
   */
  public synchronized void addSpecial(int ordinal, int[] found, WrittenTokens counts) {
    for (int i = 0; i < found.length; i += 2) {
      counts.add(found[i], found[i + 1], 1);
    }
    if (found.length > 0) {
      special.put(ordinal, found);
    }
  }

  /** Returns the parts by their names. */
  public Map<String, Queue<Entry>> byName() {
    Map<String, Queue<Entry>> byName = new HashMap<>();
    for (Entry entry : entries) {
      byName.computeIfAbsent(entry.name(), name -> new ArrayDeque<>(1)).add(entry);
    }
    return byName;
  }

  /** Takes over what is written in documents of another corpus. Thread-safe. */
  public void carry(PartsRead other, int from, int count, int to, WrittenTokens counts) {
    for (Int2ObjectMap.Entry<int[]> one :
        other.special.subMap(from, from + count).int2ObjectEntrySet()) {
      addSpecial(to + one.getIntKey() - from, one.getValue(), counts);
    }
  }

  /** Writes everything. */
  public void writeTo(StageOutput output) {
    output.putInt(entries.size());
    for (Entry entry : entries) {
      output.putText(entry.name());
      output.putText(entry.state());
      output.putInt(entry.first());
      output.putInt(entry.count());
    }
    output.putInt(special.size());
    special
        .int2ObjectEntrySet()
        .forEach(
            one -> {
              output.putInt(one.getIntKey());
              output.putInt(one.getValue().length);
              output.putInts(one.getValue(), 0, one.getValue().length);
            });
  }

  /** Returns what {@link #writeTo} wrote. */
  public static PartsRead readFrom(StageInput input) {
    PartsRead read = new PartsRead();
    for (int left = input.nextInt(); left > 0; left--) {
      read.add(new Entry(input.nextText(), input.nextText(), input.nextInt(), input.nextInt()));
    }
    for (int left = input.nextInt(); left > 0; left--) {
      read.special.put(input.nextInt(), input.nextInts(input.nextInt()));
    }
    return read;
  }
}
