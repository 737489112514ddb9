package dev.icp.internal.neighbours.sparse;

import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The exact k nearest of all sparse vectors by inverted index. Documents are indexed block by
 * block, a block being so small that the scores of one query against it stay in the processor's
 * cache; all queries go over a block before the next is indexed. A pair's cosine is summed in the
 * order of terms, so it has the same bits whichever of the two asks.
 */
public final class InvertedIndexJoin implements NeighbourIndex<SparseVectors> {
  private static final int QUERIES = 512;

  /** Up to so many documents are compared pair by pair: an index of all terms would cost more. */
  private static final int FEW = 64;

  private final int blockSize;

  /** Blocks that fit the caches of common processors. */
  public InvertedIndexJoin() {
    this(1 << 15);
  }

  /** Blocks of {@code blockSize} documents, at most {@value PostingBlock#MAX_SIZE}. */
  public InvertedIndexJoin(int blockSize) {
    this.blockSize = blockSize;
  }

  @Override
  public NeighbourGraph neighbours(SparseVectors vectors, int k, StageContext context) {
    return IdenticalRows.join(
        vectors,
        k,
        context.storage(),
        distinct -> new IdenticalRows.Joined(lists(distinct, k, context), 1));
  }

  /** Returns the lists of vectors of which few are equal. */
  NeighbourLists lists(SparseVectors vectors, int k, StageContext context) {
    int n = vectors.size();
    NeighbourLists lists = new NeighbourLists(n, k);
    if (n <= FEW) {
      comparePairs(vectors, lists);
      return lists;
    }
    PostingBlock block = new PostingBlock(vectors.terms(), Math.min(blockSize, n));
    ConcurrentLinkedQueue<Query> idle = new ConcurrentLinkedQueue<>();
    int blocks = (n + blockSize - 1) / blockSize;
    int tasks = (n + QUERIES - 1) / QUERIES;
    AtomicLong done = new AtomicLong();
    for (int b = 0; b < blocks; b++) {
      int first = b * blockSize;
      block.index(vectors, first, Math.min(blockSize, n - first));
      context.forEach(
          tasks,
          task -> {
            Query query = idle.poll();
            if (query == null) {
              query = new Query(block, lists);
            }
            int from = task * QUERIES;
            int count = Math.min(QUERIES, n - from);
            query.run(vectors, from, count);
            idle.add(query);
            context.progress(done.addAndGet(count) / blocks, n);
          });
    }
    return lists;
  }

  private static void comparePairs(SparseVectors vectors, NeighbourLists lists) {
    for (int i = 0; i < vectors.size(); i++) {
      for (int j = i + 1; j < vectors.size(); j++) {
        // Summed as the index sums it.
        float cosine = vectors.cosine(i, j);
        if (cosine > 0) {
          lists.offer(i, j, cosine);
          lists.offer(j, i, cosine);
        }
      }
    }
  }

  @Override
  public String fingerprint() {
    return "inverted-index:1";
  }

  /** One thread's buffers. */
  private static final class Query {
    private final PostingBlock block;
    private final NeighbourLists lists;
    private final SparseRows rows = new SparseRows();
    private final float[] scores;

    Query(PostingBlock block, NeighbourLists lists) {
      this.block = block;
      this.lists = lists;
      scores = new float[block.capacity()];
    }

    void run(SparseVectors vectors, int from, int count) {
      vectors.read(from, count, rows);
      for (int r = 0; r < count; r++) {
        long postings = block.score(rows, r, scores);
        if (postings * 8 < block.size()) {
          collectByPostings(r, from + r);
        } else {
          collectByScan(from + r);
        }
      }
    }

    private void collectByScan(int document) {
      int first = block.first();
      float threshold = Math.max(0, lists.threshold(document));
      for (int i = 0; i < block.size(); i++) {
        float score = scores[i];
        scores[i] = 0;
        // Blocks and places ascend, so of equals the one that is in the list stays.
        if (score > threshold && first + i != document) {
          lists.offer(document, first + i, score);
          threshold = Math.max(0, lists.threshold(document));
        }
      }
    }

    private void collectByPostings(int row, int document) {
      int first = block.first();
      for (int t = rows.start(row); t < rows.start(row + 1); t++) {
        int term = rows.terms()[t];
        for (int p = block.start(term); p < block.start(term + 1); p++) {
          int place = block.place(p);
          float score = scores[place];
          scores[place] = 0;
          if (score > 0 && score >= lists.threshold(document) && first + place != document) {
            lists.offer(document, first + place, score);
          }
        }
      }
    }
  }
}
