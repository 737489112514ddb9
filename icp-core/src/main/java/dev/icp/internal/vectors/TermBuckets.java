package dev.icp.internal.vectors;

/**
 * How finely terms are told apart. Different words that share a bucket count as one term; so that
 * few do, there are the more buckets the more documents there are, and so the more different words:
 * 4,194,304 up to 1,048,576 documents, then twice as many for twice as many documents, at most
 * 67,108,864. Immutable.
 *
 * @param bits buckets are numbers of so many bits, the highest ones of a {@link TermScanner}'s
 */
public record TermBuckets(int bits) {
  private static final int LEAST_BITS = 22;
  private static final int DOCUMENTS_BITS = 20;

  /** The buckets of small corpora. */
  public static final TermBuckets LEAST = new TermBuckets(LEAST_BITS);

  /** Returns the buckets for so many documents. */
  public static TermBuckets of(int documents) {
    int doublings =
        Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, documents - 1)) - DOCUMENTS_BITS;
    int bits = LEAST_BITS + Math.max(0, doublings);
    return new TermBuckets(Math.min(TermScanner.BUCKET_BITS, bits));
  }

  /** Returns how many there are. */
  public int count() {
    return 1 << bits;
  }

  /** Gets a term of a document and how often it stands there. */
  @FunctionalInterface
  public interface Receiver {
    void accept(int bucket, int count);
  }

  /** Hands on the terms of an entry that {@link TermCounter} made, each once, ascending. */
  public void forEach(byte[] entry, Receiver receiver) {
    VarInts terms = new VarInts(entry);
    int shift = TermScanner.BUCKET_BITS - bits;
    int finest = 0;
    int bucket = 0;
    int count = 0;
    for (int left = terms.next(); left > 0; left--) {
      finest += terms.next();
      if (count > 0 && finest >>> shift != bucket) {
        receiver.accept(bucket, count);
        count = 0;
      }
      bucket = finest >>> shift;
      count += terms.next();
    }
    if (count > 0) {
      receiver.accept(bucket, count);
    }
  }
}
