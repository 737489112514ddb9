package dev.icp.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.contract.DenseSamples;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.StageResources;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** So many cells that a vector looks into some areas only. */
class AreasTest {
  private static final int CELLS = 1100;
  private static final int SIZE = 6000;
  private static final DenseVectors VECTORS = DenseSamples.clustered(SIZE, 16, 300, 0.7, 11);

  private static Centroids train(BlockKernel kernel, int threads) {
    try (StageResources resources = StageResources.open(threads, 5)) {
      return CellTraining.train(kernel, VECTORS, CELLS, resources);
    }
  }

  /** A cell that is seen is as similar as it is without areas, and is seen once. */
  @Test
  void nearlyAllSeeTheirNearestCell() {
    Centroids inAreas = train(BlockKernel.best(), 2);
    Centroids inOne = new Centroids(BlockKernel.best(), 16, inAreas.rows());
    assertThat(inAreas.count()).isEqualTo(CELLS);
    assertThat(inAreas.areas().length / 16).isGreaterThan(8);
    float[] rows = new float[SIZE * 16];
    VECTORS.read(0, SIZE, rows, 0);
    float[][] all = new float[SIZE][];
    inOne
        .comparer()
        .compare(
            rows,
            SIZE,
            (row, cells, similarities, count) -> {
              assertThat(count).isEqualTo(CELLS);
              all[row] = Arrays.copyOf(similarities, count);
            });
    int[] seen = new int[2];
    boolean[] wrong = new boolean[1];
    inAreas
        .comparer()
        .compare(
            rows,
            SIZE,
            (row, cells, similarities, count) -> {
              int nearest = KMeans.highest(all[row], CELLS);
              for (int i = 0; i < count; i++) {
                wrong[0] |= similarities[i] != all[row][cells[i]];
                all[row][cells[i]] = Float.NaN; // Equal to none: a second time is wrong.
                seen[0] += cells[i] == nearest ? 1 : 0;
              }
              seen[1] += count;
            });
    assertThat(wrong[0]).isFalse();
    assertThat(seen[0] / (double) SIZE).isGreaterThan(0.95);
    assertThat(seen[1] / (double) SIZE).isLessThan(0.8 * CELLS);
  }

  @Test
  void sameForEveryKernelAndAnyNumberOfThreads() {
    Centroids expected = train(new PlainKernel(), 1);
    for (int threads : new int[] {2, 4}) {
      Centroids trained = train(BlockKernel.best(), threads);
      assertThat(trained.rows()).isEqualTo(expected.rows());
      assertThat(trained.areas()).isEqualTo(expected.areas());
      assertThat(trained.cellsOfAreas()).isEqualTo(expected.cellsOfAreas());
      assertThat(trained.near()).isEqualTo(expected.near());
    }
  }

  /** Copies of one vector leave most cells and areas without a member. */
  @Test
  void oneVectorOverAndOver() {
    float[][] rows = new float[2000][16];
    for (float[] row : rows) {
      row[3] = 1;
    }
    try (StageResources resources = StageResources.open(2, 5)) {
      Centroids trained =
          CellTraining.train(BlockKernel.best(), DenseVectors.of(rows), CELLS, resources);
      assertThat(trained.count()).isEqualTo(CELLS);
      trained
          .comparer()
          .compare(
              rows[0],
              1,
              (row, cells, similarities, count) ->
                  assertThat(similarities[KMeans.highest(similarities, count)]).isEqualTo(1));
    }
  }
}
