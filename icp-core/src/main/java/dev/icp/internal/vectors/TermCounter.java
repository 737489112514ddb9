package dev.icp.internal.vectors;

/**
 * Counts how often each term stands in a document, which gives its entry: the number of distinct
 * terms, then for each its bucket (the difference to the one before) and its count, all as
 * variable-length integers of seven bits a byte, low bits first. Not thread-safe.
 */
public final class TermCounter {
  private final TermScanner scanner = new TermScanner();

  /** Returns a document's entry. */
  public byte[] count(String text) {
    VarInts entry = new VarInts();
    count(text, entry);
    return entry.toByteArray();
  }

  /** Appends a document's entry. */
  void count(String text, VarInts target) {
    scanner.scan(text);
    int[] sorted = scanner.buckets();
    int count = scanner.count();
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        distinct++;
      }
    }
    target.put(distinct);
    int previous = 0;
    for (int i = 0; i < count; ) {
      int bucket = sorted[i];
      int run = i + 1;
      while (run < count && sorted[run] == bucket) {
        run++;
      }
      target.put(bucket - previous);
      target.put(run - i);
      previous = bucket;
      i = run;
    }
  }
}
