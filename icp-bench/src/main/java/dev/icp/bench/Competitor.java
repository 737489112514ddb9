package dev.icp.bench;

import java.io.IOException;

/** Other ways to find neighbours on the JVM: a graph is built, then each document searched for. */
enum Competitor {
  /** Lucene's HNSW built on the heap by several threads, as {@code --method hnsw-plain}. */
  LUCENE_HEAP {
    @Override
    SearchableGraph build(float[][] rows, int connections, int beamWidth, int threads)
        throws IOException {
      return LuceneHeapGraph.build(rows, connections, beamWidth, threads);
    }
  },
  /** An index of Lucene on disk, of one segment. */
  LUCENE_INDEX {
    @Override
    SearchableGraph build(float[][] rows, int connections, int beamWidth, int threads)
        throws IOException {
      return LuceneIndexGraph.build(rows, connections, beamWidth, threads);
    }
  },
  /** JVector of DataStax. */
  JVECTOR {
    @Override
    SearchableGraph build(float[][] rows, int connections, int beamWidth, int threads)
        throws IOException {
      return JVectorGraph.build(rows, connections, beamWidth, threads);
    }
  },
  /** Hnswlib of jelmerk, with Lucene's dot product. */
  HNSWLIB {
    @Override
    SearchableGraph build(float[][] rows, int connections, int beamWidth, int threads)
        throws IOException {
      return HnswlibGraph.build(rows, connections, beamWidth, threads);
    }
  };

  /**
   * Builds a graph.
   *
   * @param rows vectors of length 1
   * @param connections M: links of a node, twice as many on the lowest level
   * @param beamWidth how many are kept in sight when one is inserted
   * @param threads how many insert
   */
  abstract SearchableGraph build(float[][] rows, int connections, int beamWidth, int threads)
      throws IOException;
}
