package dev.icp.internal.contexts;

import dev.icp.Tail;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** Pieces that are placed, and those of the context that is being filled. */
final class PlacedPieces {
  private final IntArrayList documents = new IntArrayList();
  private final IntArrayList froms = new IntArrayList();
  private final IntArrayList lengths = new IntArrayList();
  private final LongArrayList starts = new LongArrayList();
  private final IntArrayList open = new IntArrayList();
  private long end;
  private boolean allBegin = true;

  void add(int document, int from, int count, long start) {
    documents.add(document);
    froms.add(from);
    lengths.add(count);
    starts.add(start);
    allBegin &= from == 0;
  }

  void addOpen(int document, int from, int count, int at) {
    open.add(document);
    open.add(from);
    open.add(count);
    open.add(at);
  }

  void close(long base) {
    for (int i = 0; i < open.size(); i += 4) {
      add(open.getInt(i), open.getInt(i + 1), open.getInt(i + 2), base + open.getInt(i + 3));
    }
    open.clear();
  }

  /** Says where what is placed so far ends. */
  void end(long at) {
    end = at;
  }

  /** Returns how many documents stand in more than one context, where they stand in stretches. */
  long documentsCut(int length) {
    Int2LongOpenHashMap contexts = new Int2LongOpenHashMap();
    contexts.defaultReturnValue(-1);
    IntOpenHashSet cut = new IntOpenHashSet();
    for (int i = 0; i < documents.size(); i++) {
      long context = starts.getLong(i) / length;
      long other = contexts.putIfAbsent(documents.getInt(i), context);
      if (other >= 0 && other != context) {
        cut.add(documents.getInt(i));
      }
    }
    return cut.size();
  }

  ContextLayout layout(
      int begins,
      int separators,
      int length,
      Tail tail,
      long documentsCut,
      long separatorsLeftOut) {
    starts.add(end);
    return new ContextLayout(
        documents.toIntArray(),
        allBegin ? null : froms.toIntArray(),
        lengths.toIntArray(),
        starts.toLongArray(),
        begins,
        separators,
        false,
        length,
        tail,
        documentsCut,
        separatorsLeftOut);
  }
}
