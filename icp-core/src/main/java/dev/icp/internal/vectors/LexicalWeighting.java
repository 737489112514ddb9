package dev.icp.internal.vectors;

import dev.icp.spi.OnFailure;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;

/** The vectors of all documents whose terms have been counted. */
final class LexicalWeighting {
  private static final int BLOCK = 512;
  private static final int MAX_BLOCKS = 1 << 12;

  private final TermCountStore counts;
  private final int documents;
  private final TermWeighting weighting;

  LexicalWeighting(TermCountStore counts, StageContext context) {
    this.counts = counts;
    documents = counts.size();
    TermBuckets buckets = TermBuckets.of(documents);
    weighting =
        new TermWeighting(documents, buckets, counts.documentFrequencies(buckets, context)::get);
  }

  /** Weighs all documents, some blocks at a time on all threads, and stores them in order. */
  SparseVectors vectors(StageContext context) {
    SparseVectorStore store =
        new SparseVectorStore(context.storage(), documents, weighting.terms());
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
