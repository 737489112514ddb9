package dev.icp.bench;

import dev.icp.Embedders;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the vectors of a corpus. */
final class Embedding {
  private static final int BATCH = 64;

  private Embedding() {}

  /** Returns the vectors of the default embedder. */
  static SparseVectors lexical(List<String> texts, StageContext context) {
    try (EmbeddingSession<SparseVectors> session = Embedders.lexical().open(context)) {
      context.forEach(
          Math.ceilDiv(texts.size(), BATCH),
          batch -> {
            int from = batch * BATCH;
            session.add(from, texts.subList(from, Math.min(texts.size(), from + BATCH)));
          });
      return session.finish();
    }
  }

  /**
   * Returns random projections of sparse vectors: dense ones that are as related as those, and of
   * high intrinsic dimension, which makes them hard for approximate search.
   */
  static DenseVectors projected(SparseVectors sparse, int dimension, long seed) {
    float[][] directions = new float[sparse.terms()][];
    float[][] rows = new float[sparse.size()][dimension];
    SparseRows row = new SparseRows();
    for (int i = 0; i < rows.length; i++) {
      sparse.read(i, 1, row);
      for (int e = row.start(0); e < row.start(1); e++) {
        int term = row.terms()[e];
        if (directions[term] == null) {
          directions[term] = direction(dimension, seed + term);
        }
        for (int d = 0; d < dimension; d++) {
          rows[i][d] += row.weights()[e] * directions[term][d];
        }
      }
    }
    return DenseVectors.of(rows);
  }

  private static float[] direction(int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] direction = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      direction[d] = (float) random.nextGaussian();
    }
    return direction;
  }
}
