package dev.icp.internal.vectors;

import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongComparators;
import java.util.Arrays;

/**
 * Term counts to vectors: weight (1 + ln tf) · ln(1 + n / df), of each document the {@value
 * #MAX_TERMS} strongest. Terms that stand in one document only can relate it to nothing and are
 * left out, but as far as they are among its strongest they count in its length, so that a document
 * that is mostly about something else than all others is not very similar to any. Terms in more
 * than a tenth of all (and more than {@value #COMMON}) say little at a high price and are left out.
 * A document with fewer than {@value #FEW_TERMS} terms left gets the rarest of its common ones
 * back, so that small corpora and copies come out related.
 */
final class LexicalWeighting {
  static final int MAX_TERMS = 64;
  private static final int FEW_TERMS = 8;
  private static final int COMMON = 1000;
  private static final int BLOCK = 512;
  private static final int MAX_BLOCKS = 1 << 12;

  private final TermCountStore counts;
  private final int documents;
  private final int commonFrom;
  private final int[] ids = new int[TermScanner.BUCKETS];
  private final int terms;

  LexicalWeighting(TermCountStore counts) {
    this.counts = counts;
    documents = counts.size();
    commonFrom = Math.max(documents / 10, COMMON) + 1;
    int next = 0;
    for (int bucket = 0; bucket < ids.length; bucket++) {
      ids[bucket] = counts.documentFrequency(bucket) > 1 ? next++ : -1;
    }
    terms = Math.max(1, next);
  }

  /** Weighs all documents, some blocks at a time on all threads, and stores them in order. */
  SparseVectors vectors(StageContext context) {
    SparseVectorStore store = new SparseVectorStore(context.storage(), documents, terms);
    boolean complete = false;
    try {
      fill(store, context);
      complete = true;
      return store;
    } finally {
      if (!complete) {
        store.close();
      }
    }
  }

  private void fill(SparseVectorStore store, StageContext context) {
    int blocksAtOnce = (int) Math.min(MAX_BLOCKS, 8L * context.threads());
    for (int first = 0; first < documents; first += blocksAtOnce * BLOCK) {
      int begin = first;
      int blocks = Math.min(blocksAtOnce, (documents - first + BLOCK - 1) / BLOCK);
      SparseRows[] rows = new SparseRows[blocks];
      context.forEach(blocks, b -> rows[b] = weigh(begin + b * BLOCK));
      for (int b = 0; b < blocks; b++) {
        store.append(begin + b * BLOCK, rows[b]);
      }
      context.progress(Math.min(documents, begin + (long) blocks * BLOCK), documents);
    }
  }

  private SparseRows weigh(int first) {
    SparseRows rows = new SparseRows();
    Row row = new Row();
    for (int d = first; d < Math.min(documents, first + BLOCK); d++) {
      row.read(counts.read(d));
      row.selectStrongest();
      row.addTo(rows);
    }
    return rows;
  }

  /**
   * One document's terms: first all of them, then the strongest, weighed. In the lists a weight's
   * bits are followed by {@code Integer.MAX_VALUE - id}: they sort by weight, and of equal weights
   * the lower term counts as the stronger.
   */
  private final class Row {
    private final LongArrayList shared = new LongArrayList();
    private final LongArrayList common = new LongArrayList();
    private final LongArrayList own = new LongArrayList();
    private final int[] rowTerms = new int[MAX_TERMS];
    private final float[] rowWeights = new float[MAX_TERMS];
    private long[] chosen = new long[0];

    void read(VarInts entry) {
      shared.clear();
      common.clear();
      own.clear();
      int distinct = entry.next();
      int bucket = 0;
      for (int i = 0; i < distinct; i++) {
        bucket += entry.next();
        int count = entry.next();
        int df = counts.documentFrequency(bucket);
        double weight = (1 + StrictMath.log(count)) * StrictMath.log(1 + documents / (double) df);
        LongArrayList list = df < 2 ? own : df < commonFrom ? shared : common;
        int id = Math.max(0, ids[bucket]);
        list.add((long) Float.floatToIntBits((float) weight) << 32 | (Integer.MAX_VALUE - id));
      }
    }

    void selectStrongest() {
      shared.sort(LongComparators.OPPOSITE_COMPARATOR);
      own.sort(LongComparators.OPPOSITE_COMPARATOR);
      shared.size(Math.min(shared.size(), MAX_TERMS));
      if (shared.size() < FEW_TERMS) {
        common.sort(LongComparators.OPPOSITE_COMPARATOR);
        int wanted = Math.min(FEW_TERMS - shared.size(), common.size());
        shared.addAll(common.subList(0, wanted));
        shared.sort(LongComparators.OPPOSITE_COMPARATOR);
      }
      chosen = shared.toLongArray();
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

    void addTo(SparseRows rows) {
      rows.add(rowTerms, rowWeights, 0, chosen.length);
    }
  }
}
