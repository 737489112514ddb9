package dev.icp.contract;

import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;

/** What every {@link NeighbourIndex} over sparse vectors must do, on vectors that have topics. */
public abstract class SparseNeighbourIndexContract extends NeighbourIndexContract<SparseVectors> {
  @Override
  protected SparseVectors vectors(int size, long seed) {
    return SparseSamples.withTopics(size, seed);
  }

  @Override
  protected boolean leavesOutUnrelated() {
    return true;
  }
}
