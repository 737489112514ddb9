package dev.icp.bench;

import dev.icp.NeighbourIndexes;
import dev.icp.lucene.LuceneHnswIndex;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;

/** The indexes to compare, each with the vectors that it takes. */
public enum IndexKind {
  /** The default, over sparse vectors. */
  INVERTED {
    @Override
    Work prepare(SparseVectors vectors, int dimension) {
      return work(vectors, NeighbourIndexes.exactSparse());
    }
  },
  /** All compared with all, over dense vectors. */
  EXACT {
    @Override
    Work prepare(SparseVectors vectors, int dimension) {
      return work(Embedding.projected(vectors, dimension, 1), NeighbourIndexes.exact());
    }
  },
  /** Cells compared in blocks until a recall of 0.95 is reached, over dense vectors. */
  BLOCKED {
    @Override
    Work prepare(SparseVectors vectors, int dimension) {
      return work(Embedding.projected(vectors, dimension, 1), NeighbourIndexes.blocked(0.95));
    }
  },
  /** Lucene's HNSW as it comes, over dense vectors. */
  HNSW {
    @Override
    Work prepare(SparseVectors vectors, int dimension) {
      return work(Embedding.projected(vectors, dimension, 1), LuceneHnswIndex.create());
    }
  },
  /** Lucene's HNSW built by two threads, over dense vectors. */
  HNSW_CONCURRENT {
    @Override
    Work prepare(SparseVectors vectors, int dimension) {
      return work(
          Embedding.projected(vectors, dimension, 1),
          LuceneHnswIndex.builder().deterministic(false).build());
    }
  };

  /**
   * Makes the vectors that this index takes.
   *
   * @param dimension floats in a vector, where it takes dense ones
   */
  abstract Work prepare(SparseVectors vectors, int dimension);

  private static <V extends Vectors> Work work(V vectors, NeighbourIndex<? super V> index) {
    return new Work() {
      @Override
      public NeighbourGraph neighbours(int k, StageContext context) {
        return index.neighbours(vectors, k, context);
      }

      @Override
      public Vectors vectors() {
        return vectors;
      }
    };
  }

  /** An index and the vectors to run it on. */
  interface Work {
    NeighbourGraph neighbours(int k, StageContext context);

    Vectors vectors();
  }
}
