package dev.icp.spi;

import dev.icp.contract.DenseNeighbourIndexContract;
import dev.icp.contract.SparseNeighbourIndexContract;
import org.junit.jupiter.api.Nested;

/** The contract of all indexes lets a right one pass. */
class BruteForceIndexTest {
  @Nested
  class Dense extends DenseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<DenseVectors> index() {
      return new BruteForceIndex<>();
    }

    @Override
    protected double promisedRecall() {
      return 1;
    }
  }

  @Nested
  class Sparse extends SparseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<SparseVectors> index() {
      return new BruteForceIndex<>();
    }

    @Override
    protected double promisedRecall() {
      return 1;
    }
  }
}
