package dev.icp.internal.vectors;

import dev.icp.internal.base.ByteStore;
import dev.icp.spi.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How often each term stands in each document, and in how many documents, until all documents have
 * been seen. A document is: the number of distinct terms, then for each its bucket (the difference
 * to the one before) and its count, all as variable-length integers of seven bits a byte, low bits
 * first.
 */
final class TermCountStore implements AutoCloseable {
  private final ByteStore bytes;
  private final AtomicIntegerArray documentFrequencies =
      new AtomicIntegerArray(TermScanner.BUCKETS);
  private long[] starts = new long[1024];
  private int[] lengths = new int[1024];
  private int size;

  TermCountStore(Storage storage) {
    bytes = new ByteStore(storage, "terms");
  }

  /** Counts the terms of some texts; may be called from several threads at once. */
  void add(int firstOrdinal, List<String> texts) {
    TermScanner scanner = new TermScanner();
    VarInts block = new VarInts();
    int[] ends = new int[texts.size()];
    for (int i = 0; i < ends.length; i++) {
      scanner.scan(texts.get(i));
      count(scanner.buckets(), scanner.count(), block);
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

  private void count(int[] sorted, int count, VarInts block) {
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        distinct++;
      }
    }
    block.put(distinct);
    int previous = 0;
    for (int i = 0; i < count; ) {
      int bucket = sorted[i];
      int run = i + 1;
      while (run < count && sorted[run] == bucket) {
        run++;
      }
      block.put(bucket - previous);
      block.put(run - i);
      documentFrequencies.incrementAndGet(bucket);
      previous = bucket;
      i = run;
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

  /** Returns in how many documents a bucket's terms stand. */
  int documentFrequency(int bucket) {
    return documentFrequencies.get(bucket);
  }

  /** Returns a document's entry, to be read from its beginning. */
  VarInts read(int ordinal) {
    byte[] entry = new byte[lengths[ordinal]];
    bytes.read(starts[ordinal], entry, 0, entry.length);
    return new VarInts(entry);
  }

  @Override
  public void close() {
    bytes.close();
  }
}
