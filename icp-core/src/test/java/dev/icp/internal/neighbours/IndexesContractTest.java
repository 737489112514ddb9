package dev.icp.internal.neighbours;

import dev.icp.contract.DenseNeighbourIndexContract;
import dev.icp.contract.SparseNeighbourIndexContract;
import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.neighbours.dense.CellJoin;
import dev.icp.internal.neighbours.dense.ExactJoin;
import dev.icp.internal.neighbours.sparse.InvertedIndexJoin;
import dev.icp.internal.neighbours.sparse.SparseCellJoin;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import org.junit.jupiter.api.Nested;

/** Every neighbour index of icp-core keeps the contract. */
class IndexesContractTest {
  @Nested
  class Exact extends DenseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<DenseVectors> index() {
      return new ExactJoin();
    }

    @Override
    protected double promisedRecall() {
      return 1;
    }
  }

  @Nested
  class Cells extends DenseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<DenseVectors> index() {
      return new CellJoin(0.9, 0, 0, BlockKernel.best());
    }

    @Override
    protected double promisedRecall() {
      return 0.9;
    }
  }

  @Nested
  class Inverted extends SparseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<SparseVectors> index() {
      return new InvertedIndexJoin();
    }

    @Override
    protected double promisedRecall() {
      return 1;
    }
  }

  @Nested
  class InvertedInManyBlocks extends SparseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<SparseVectors> index() {
      return new InvertedIndexJoin(7);
    }

    @Override
    protected double promisedRecall() {
      return 1;
    }
  }

  @Nested
  class InvertedInCells extends SparseNeighbourIndexContract {
    @Override
    protected NeighbourIndex<SparseVectors> index() {
      return new SparseCellJoin(0.9, 0, 30);
    }

    @Override
    protected double promisedRecall() {
      return 0.9;
    }
  }
}
