package dev.icp.internal.vectors;

import dev.icp.spi.SparseRows;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongComparators;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A document's term counts to its vector: weight (1 + ln tf) · ln(1 + n / df), of each document the
 * {@value #MAX_TERMS} strongest. Terms that stand in one document only can relate it to nothing and
 * are left out, but as far as they are among its strongest they count in its length, so that a
 * document that is mostly about something else than all others is not very similar to any. Terms in
 * more than a tenth of all (and more than {@value #COMMON}) say little at a high price and are left
 * out. A document with fewer than {@value #FEW_TERMS} terms left gets the rarest of its common ones
 * back, so that small corpora and copies come out related. Immutable and thread-safe.
 */
public final class TermWeighting {
  static final int MAX_TERMS = 64;
  private static final int FEW_TERMS = 8;
  private static final int COMMON = 1000;

  private final TermBuckets buckets;
  private final IntUnaryOperator documentFrequency;
  private final int documents;
  private final int commonFrom;
  private final RankedBits shared;

  /**
   * @param documents how many there are
   * @param buckets how finely terms are told apart
   * @param documentFrequency in how many of them a bucket's terms stand
   */
  public TermWeighting(int documents, TermBuckets buckets, IntUnaryOperator documentFrequency) {
    this.documents = documents;
    this.buckets = buckets;
    this.documentFrequency = documentFrequency;
    commonFrom = Math.max(documents / 10, COMMON) + 1;
    shared = new RankedBits(buckets.count(), bucket -> documentFrequency.applyAsInt(bucket) > 1);
  }

  /** Returns the number of terms: every term id is below. */
  public int terms() {
    return Math.max(1, shared.count());
  }

  /** Returns a thread's means of weighing documents. */
  public Weigher weigher() {
    return new Weigher();
  }

  /**
   * One document's terms at a time: first all of them, then the strongest, weighed. In the lists a
   * weight's bits are followed by {@code Integer.MAX_VALUE - id}: they sort by weight, and of equal
   * weights the lower term counts as the stronger. Belongs to one thread.
   */
  public final class Weigher {
    private final LongArrayList strong = new LongArrayList();
    private final LongArrayList common = new LongArrayList();
    private final LongArrayList own = new LongArrayList();
    private final int[] rowTerms = new int[MAX_TERMS];
    private final float[] rowWeights = new float[MAX_TERMS];
    private long[] chosen = new long[0];

    private Weigher() {}

    /** Appends the vector of the document whose entry {@link TermCounter} made. */
    public void add(byte[] entry, SparseRows target) {
      read(entry);
      selectStrongest();
      target.add(rowTerms, rowWeights, 0, chosen.length);
    }

    private void read(byte[] entry) {
      strong.clear();
      common.clear();
      own.clear();
      buckets.forEach(
          entry,
          (bucket, count) -> {
            int df = documentFrequency.applyAsInt(bucket);
            double weight =
                (1 + StrictMath.log(count)) * StrictMath.log(1 + documents / (double) df);
            LongArrayList list = df < 2 ? own : df < commonFrom ? strong : common;
            int id = df < 2 ? 0 : shared.rank(bucket);
            list.add((long) Float.floatToIntBits((float) weight) << 32 | (Integer.MAX_VALUE - id));
          });
    }

    private void selectStrongest() {
      strong.sort(LongComparators.OPPOSITE_COMPARATOR);
      own.sort(LongComparators.OPPOSITE_COMPARATOR);
      strong.size(Math.min(strong.size(), MAX_TERMS));
      if (strong.size() < FEW_TERMS) {
        common.sort(LongComparators.OPPOSITE_COMPARATOR);
        int wanted = Math.min(FEW_TERMS - strong.size(), common.size());
        strong.addAll(common.subList(0, wanted));
        strong.sort(LongComparators.OPPOSITE_COMPARATOR);
      }
      chosen = strong.toLongArray();
      double squares = 0;
      for (long packed : chosen) {
        squares += square(packed);
      }
      double scale = Math.sqrt(sharedPart() / squares);
      for (int i = 0; i < chosen.length; i++) {
        int id = Integer.MAX_VALUE - (int) chosen[i];
        chosen[i] = (long) id << 32 | chosen[i] >>> 32;
      }
      Arrays.sort(chosen);
      for (int i = 0; i < chosen.length; i++) {
        rowTerms[i] = (int) (chosen[i] >>> 32);
        rowWeights[i] = (float) (Float.intBitsToFloat((int) chosen[i]) * scale);
      }
    }

    /** Returns the part of the document's strongest terms, by squares, that others have as well. */
    private double sharedPart() {
      double ofOwn = 0;
      double ofShared = 0;
      for (int taken = 0, o = 0, s = 0; taken < MAX_TERMS; taken++) {
        if (o < own.size() && (s == chosen.length || own.getLong(o) > chosen[s])) {
          ofOwn += square(own.getLong(o++));
        } else if (s < chosen.length) {
          ofShared += square(chosen[s++]);
        }
      }
      return ofShared / (ofOwn + ofShared);
    }

    private static double square(long packed) {
      float weight = Float.intBitsToFloat((int) (packed >>> 32));
      return weight * (double) weight;
    }
  }
}
