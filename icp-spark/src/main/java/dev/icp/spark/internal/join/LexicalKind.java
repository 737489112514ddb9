package dev.icp.spark.internal.join;

import dev.icp.NeighbourIndexes;
import dev.icp.distributed.Cells;
import dev.icp.distributed.QueryNeighbours;
import dev.icp.distributed.TermStatistics;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Words: sparse vectors, compared by the inverted index with all that come to the same task. Their
 * positions are sketches: each term adds its weight to {@value #PLACES} of {@value #DIMENSION}
 * places, which and with which signs says its hash, so that the dot product of two sketches is
 * about that of the vectors.
 *
 * @param statistics of the whole corpus
 * @param terms every term id is below
 */
public record LexicalKind(Broadcast<TermStatistics> statistics, int terms)
    implements VectorKind<SparseVectors> {
  private static final int DIMENSION = 256;
  private static final int PLACES = 4;

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public Packer packer() {
    TermStatistics.Weights weights = statistics.value().weights();
    SparseRows row = new SparseRows();
    return features -> {
      row.clear();
      weights.add(features, row);
      return Bytes.ofSparse(row, 0);
    };
  }

  @Override
  public float @Nullable [] position(byte[] payload) {
    SparseRows row = new SparseRows();
    Bytes.addSparse(payload, row);
    float[] sketch = new float[DIMENSION];
    for (int i = 0; i < row.start(1); i++) {
      long hash = mix(row.terms()[i]);
      for (int p = 0; p < PLACES; p++) {
        float weight = row.weights()[i];
        sketch[(int) (hash & (DIMENSION - 1))] += (hash & DIMENSION) == 0 ? weight : -weight;
        hash >>>= 9;
      }
    }
    double squares = 0;
    for (float x : sketch) {
      squares += x * (double) x;
    }
    if (!(squares > 0)) {
      return null;
    }
    double scale = 1 / Math.sqrt(squares);
    for (int i = 0; i < DIMENSION; i++) {
      sketch[i] *= (float) scale;
    }
    return sketch;
  }

  /** The finalizer of MurmurHash3. */
  public static long mix(long x) {
    long h = x + 0x9E3779B97F4A7C15L;
    h = (h ^ h >>> 33) * 0xFF51AFD7ED558CCDL;
    h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
    return h ^ h >>> 33;
  }

  @Override
  public SparseVectors vectors(List<byte[]> payloads) {
    return new RowVectors.Sparse(payloads, terms);
  }

  @Override
  public QueryNeighbours<SparseVectors> queries(SparseVectors vectors, int[] ordinals, int k) {
    return QueryNeighbours.sparse(vectors, ordinals, k);
  }

  /** The inverted index takes as many as a task may have. */
  @Override
  public boolean comparesAll(int documents) {
    return true;
  }

  @Override
  public NeighbourGraph joinAll(SparseVectors vectors, int k, StageContext context) {
    return NeighbourIndexes.exactSparse().neighbours(vectors, k, context);
  }

  @Override
  public NeighbourGraph join(
      SparseVectors vectors,
      Cells cells,
      int[] homes,
      char[][] visits,
      int k,
      StageContext context) {
    return joinAll(vectors, k, context);
  }
}
