package dev.icp.spark.internal.join;

import dev.icp.NeighbourIndexes;
import dev.icp.distributed.Cells;
import dev.icp.distributed.QueryNeighbours;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import java.util.List;

/**
 * Dense vectors: they are their own positions, and are compared as {@link NeighbourIndexes#blocked}
 * does.
 *
 * @param dimension floats in a vector
 */
public record DenseKind(int dimension) implements VectorKind<DenseVectors> {
  private static final byte[] NONE = new byte[0];

  @Override
  public Packer packer() {
    return features -> features;
  }

  @Override
  public float[] position(byte[] payload) {
    return Bytes.floats(payload);
  }

  @Override
  public DenseVectors vectors(List<byte[]> payloads) {
    float[][] rows = new float[payloads.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Bytes.floats(payloads.set(i, NONE));
    }
    return new RowVectors(rows, dimension);
  }

  @Override
  public QueryNeighbours<DenseVectors> queries(DenseVectors vectors, int[] ordinals, int k) {
    return QueryNeighbours.dense(vectors, ordinals, k);
  }

  @Override
  public boolean comparesAll(int documents) {
    return documents < Cells.EXACT_BELOW;
  }

  @Override
  public NeighbourGraph joinAll(DenseVectors vectors, int k, StageContext context) {
    return NeighbourIndexes.exact().neighbours(vectors, k, context);
  }

  @Override
  public NeighbourGraph join(
      DenseVectors vectors,
      Cells cells,
      int[] homes,
      char[][] visits,
      int k,
      StageContext context) {
    return cells.join(vectors, homes, visits, k, context);
  }
}
