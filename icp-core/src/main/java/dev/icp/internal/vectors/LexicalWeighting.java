package dev.icp.internal.vectors;

import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.Arrays;

/**
 * Term counts to vectors: weight (1 + ln tf) · ln(1 + n / df), of each document the {@value
 * #MAX_TERMS} strongest. Terms that stand in one document only can relate it to nothing, and those
 * in more than a tenth of all (and more than {@value #COMMON}) say little at a high price; both are
 * left out. A document with fewer than {@value #FEW_TERMS} terms left gets the rarest of its common
 * ones back, so that small corpora and copies come out related.
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

  /** One document's terms: first all that count, then the strongest, normalised. */
  private final class Row {
    private long[] selected = new long[256];
    private int selectedCount;
    private long[] common = new long[64];
    private int commonCount;
    private final int[] rowTerms = new int[MAX_TERMS];
    private final float[] rowWeights = new float[MAX_TERMS];
    private int size;

    void read(VarInts entry) {
      selectedCount = 0;
      commonCount = 0;
      int distinct = entry.next();
      int bucket = 0;
      for (int i = 0; i < distinct; i++) {
        bucket += entry.next();
        int count = entry.next();
        int df = counts.documentFrequency(bucket);
        if (df < 2) {
          continue;
        }
        double weight = (1 + StrictMath.log(count)) * StrictMath.log(1 + documents / (double) df);
        // Ascending by weight; of equal weights the lower term counts as the stronger.
        long packed =
            (long) Float.floatToIntBits((float) weight) << 32 | (Integer.MAX_VALUE - ids[bucket]);
        if (df < commonFrom) {
          if (selectedCount == selected.length) {
            selected = Arrays.copyOf(selected, selectedCount * 2);
          }
          selected[selectedCount++] = packed;
        } else {
          if (commonCount == common.length) {
            common = Arrays.copyOf(common, commonCount * 2);
          }
          common[commonCount++] = packed;
        }
      }
    }

    void selectStrongest() {
      Arrays.sort(selected, 0, selectedCount);
      size = Math.min(selectedCount, MAX_TERMS);
      long[] chosen = Arrays.copyOfRange(selected, selectedCount - size, selectedCount);
      int wanted = Math.min(FEW_TERMS - size, commonCount);
      if (wanted > 0) {
        Arrays.sort(common, 0, commonCount);
        chosen = Arrays.copyOf(chosen, size + wanted);
        System.arraycopy(common, commonCount - wanted, chosen, size, wanted);
        size += wanted;
      }
      for (int i = 0; i < size; i++) {
        int id = Integer.MAX_VALUE - (int) chosen[i];
        chosen[i] = (long) id << 32 | chosen[i] >>> 32;
      }
      Arrays.sort(chosen);
      double norm = 0;
      for (int i = 0; i < size; i++) {
        rowTerms[i] = (int) (chosen[i] >>> 32);
        float weight = Float.intBitsToFloat((int) chosen[i]);
        rowWeights[i] = weight;
        norm += weight * (double) weight;
      }
      double scale = 1 / Math.sqrt(norm);
      for (int i = 0; i < size; i++) {
        rowWeights[i] = (float) (rowWeights[i] * scale);
      }
    }

    void addTo(SparseRows rows) {
      rows.add(rowTerms, rowWeights, 0, size);
    }
  }
}
