package dev.icp.internal.vectors;

import dev.icp.internal.base.ByteStore;
import dev.icp.internal.base.Division;
import dev.icp.spi.StageContext;
import dev.icp.spi.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How often each term stands in each document, until all documents have been seen. Documents are
 * stored as {@link TermCounter} writes them.
 */
final class TermCountStore implements AutoCloseable {
  private static final int BLOCK = 512;

  private final ByteStore bytes;
  private long[] starts = new long[1024];
  private int[] lengths = new int[1024];
  private int size;

  TermCountStore(Storage storage) {
    bytes = new ByteStore(storage, "terms");
  }

  /** Counts the terms of some texts; may be called from several threads at once. */
  void add(int firstOrdinal, List<String> texts) {
    TermCounter counter = new TermCounter();
    VarInts block = new VarInts();
    int[] ends = new int[texts.size()];
    for (int i = 0; i < ends.length; i++) {
      counter.count(texts.get(i), block);
      ends[i] = block.size();
    }
    long begin = bytes.append(block.array(), 0, block.size());
    synchronized (this) {
      reserve(firstOrdinal + ends.length);
      for (int i = 0; i < ends.length; i++) {
        int from = i == 0 ? 0 : ends[i - 1];
        starts[firstOrdinal + i] = begin + from;
        lengths[firstOrdinal + i] = ends[i] - from;
      }
    }
  }

  private void reserve(int documents) {
    if (documents > starts.length) {
      int length = Math.max(documents, starts.length + (starts.length >> 1));
      starts = Arrays.copyOf(starts, length);
      lengths = Arrays.copyOf(lengths, length);
    }
    size = Math.max(size, documents);
  }

  /** Returns the number of documents. */
  int size() {
    return size;
  }

  /** Returns in how many documents the terms of each bucket stand; all documents are read. */
  AtomicIntegerArray documentFrequencies(TermBuckets buckets, StageContext context) {
    AtomicIntegerArray frequencies = new AtomicIntegerArray(buckets.count());
    context.forEach(
        Division.roundedUp(size, BLOCK),
        block -> {
          for (int d = block * BLOCK; d < Math.min(size, (block + 1) * BLOCK); d++) {
            buckets.forEach(read(d), (bucket, count) -> frequencies.incrementAndGet(bucket));
          }
        });
    return frequencies;
  }

  /** Returns a document's entry. */
  byte[] read(int ordinal) {
    byte[] entry = new byte[lengths[ordinal]];
    bytes.read(starts[ordinal], entry, 0, entry.length);
    return entry;
  }

  @Override
  public void close() {
    bytes.close();
  }
}
