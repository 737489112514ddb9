package dev.icp.internal.vectors;

import dev.icp.spi.OnFailure;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The vectors of all documents whose terms have been counted. */
final class LexicalWeighting {
  private static final int BLOCK = 512;
  private static final int MAX_BLOCKS = 1 << 12;

  private final TermCountStore counts;
  private final int documents;
  private final TermWeights weights;
  private final TermWeighting weighting;

  /** Words weigh as given. */
  LexicalWeighting(TermCountStore counts, TermWeights weights) {
    this.counts = counts;
    documents = counts.size();
    this.weights = weights;
    weighting = weights.weighting();
  }

  /** Words weigh what they weigh in these documents. */
  static LexicalWeighting of(TermCountStore counts, StageContext context) {
    TermBuckets buckets = TermBuckets.of(counts.size());
    AtomicIntegerArray frequencies = counts.documentFrequencies(buckets, context);
    return new LexicalWeighting(counts, TermWeights.of(counts.size(), buckets, frequencies::get));
  }

  /** Weighs all documents, some blocks at a time on all threads, and stores them in order. */
  SparseVectors vectors(StageContext context) {
    SparseVectorStore store =
        new SparseVectorStore(context.storage(), documents, weighting.terms(), weights);
    try {
      fill(store, context);
      return store;
    } catch (Throwable cause) {
      OnFailure.close(store, cause);
      throw cause;
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
    TermWeighting.Weigher weigher = weighting.weigher();
    for (int d = first; d < Math.min(documents, first + BLOCK); d++) {
      weigher.add(counts.read(d), rows);
    }
    return rows;
  }
}
