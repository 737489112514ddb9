package dev.icp.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.internal.kernel.BlockKernel.Columns;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockKernelTest {
  static BlockKernel[] kernels() {
    return new BlockKernel[] {new PlainKernel(), new VectorKernel()};
  }

  /** One chain of fused multiply-adds in the order of the dimensions, to the last bit. */
  @ParameterizedTest
  @MethodSource("kernels")
  void scoresHaveTheBitsOfOneChain(BlockKernel kernel) {
    SplittableRandom random = new SplittableRandom(3);
    for (int dimension : new int[] {1, 2, 3, 4, 5, 7, 16, 63, 64, 130, 1000}) {
      Columns columns = kernel.newColumns(dimension, 200);
      // Filled again and again, with ever fewer columns: nothing of the ones before may be left.
      for (int width : new int[] {200, 129, 128, 65, 64, 63, 17, 1}) {
        float[] rows = random(random, 6 * dimension);
        float[] vectors = random(random, (width + 1) * dimension);
        columns.fill(vectors, dimension, width);
        float[] scores = new float[BlockKernel.ROWS * (200 + 64)];
        kernel.score(rows, 2 * dimension, columns, scores);
        for (int r = 0; r < BlockKernel.ROWS; r++) {
          for (int c = 0; c < width; c++) {
            float expected = 0;
            for (int i = 0; i < dimension; i++) {
              expected =
                  Math.fma(
                      rows[(r + 2) * dimension + i], vectors[(c + 1) * dimension + i], expected);
            }
            assertThat(scores[r * columns.stride() + c])
                .as("dimension %s, row %s, column %s of %s", dimension, r, c, width)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void selectsWhatIsGoodEnoughForRowOrColumn(BlockKernel kernel) {
    SplittableRandom random = new SplittableRandom(4);
    for (int count = 0; count < 150; count++) {
      float[] scores = random(random, count + 5);
      float[] thresholds = random(random, count);
      float threshold = (float) random.nextDouble();
      int[] expected =
          IntStream.range(0, count)
              .filter(j -> scores[5 + j] > threshold || scores[5 + j] > thresholds[j])
              .toArray();
      int[] hits = new int[count];
      int found = kernel.select(scores, 5, count, threshold, thresholds, hits);
      assertThat(java.util.Arrays.copyOf(hits, found)).as("of %s", count).isEqualTo(expected);
    }
  }

  private static float[] random(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return values;
  }
}
