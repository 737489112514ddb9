package dev.icp.contract;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourIndex;

/** What every {@link NeighbourIndex} over dense vectors must do, on clustered vectors. */
public abstract class DenseNeighbourIndexContract extends NeighbourIndexContract<DenseVectors> {
  @Override
  protected DenseVectors vectors(int size, long seed) {
    return DenseSamples.clustered(size, 24, 1 + size / 25, 0.5, seed);
  }
}
