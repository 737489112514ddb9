package dev.icp.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel gives the bits of one chain of fused multiply-adds for each pair. */
class BlockKernelTest {
  static Stream<BlockKernel> kernels() {
    return Stream.of(new PlainKernel(), BlockKernel.best());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sameBitsAsOneChain(BlockKernel kernel) {
    SplittableRandom random = new SplittableRandom(8);
    for (int dimension : new int[] {1, 2, 3, 4, 7, 8, 33, 100}) {
      BlockKernel.Columns columns = kernel.newColumns(dimension, 150);
      // A block is filled again and again; what was there before must not count.
      for (int count : new int[] {150, 1, 64, 63, 65, 16, 17, 149}) {
        float[] candidates = floats(random, count * dimension);
        float[] rows = floats(random, (BlockKernel.ROWS + 1) * dimension);
        columns.fill(candidates, 0, count);
        float[] scores = new float[BlockKernel.ROWS * (150 + 64)];
        Arrays.fill(scores, Float.NaN);
        kernel.score(rows, dimension, columns, scores);
        assertThat(columns.count()).isEqualTo(count);
        assertThat(columns.stride()).isBetween(count, count + 64);
        for (int r = 0; r < BlockKernel.ROWS; r++) {
          for (int c = 0; c < count; c++) {
            float expected = chain(rows, (r + 1) * dimension, candidates, c * dimension, dimension);
            assertThat(scores[r * columns.stride() + c])
                .as("%s: dimension %d, row %d, column %d of %d", kernel, dimension, r, c, count)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  private static float[] floats(SplittableRandom random, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextDouble(-1, 1);
    }
    return floats;
  }

  private static float chain(float[] a, int from, float[] b, int at, int dimension) {
    float sum = 0;
    for (int i = 0; i < dimension; i++) {
      sum = Math.fma(a[from + i], b[at + i], sum);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void selectsWhatIsAboveEitherThreshold(BlockKernel kernel) {
    SplittableRandom random = new SplittableRandom(9);
    for (int run = 0; run < 200; run++) {
      int count = random.nextInt(80);
      float[] scores = new float[count + 3];
      float[] thresholds = new float[count + 64];
      for (int i = 0; i < count; i++) {
        scores[3 + i] = random.nextInt(10);
        int kind = random.nextInt(10);
        thresholds[i] =
            kind == 0
                ? Float.NEGATIVE_INFINITY
                : kind == 1 ? Float.POSITIVE_INFINITY : random.nextInt(10);
      }
      float row = random.nextInt(4) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(10);
      int[] hits = new int[count];
      int found = kernel.select(scores, 3, count, row, thresholds, hits);
      int expected = 0;
      for (int i = 0; i < count; i++) {
        if (scores[3 + i] > row || scores[3 + i] > thresholds[i]) {
          assertThat(hits[expected++]).isEqualTo(i);
        }
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void thePropertyNamesAKernel() {
    assertThat(BlockKernel.choose("plain", true)).isInstanceOf(PlainKernel.class);
    assertThat(BlockKernel.choose(null, false)).isInstanceOf(PlainKernel.class);
    assertThatThrownBy(() -> BlockKernel.choose("vector", false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("icp.kernel=vector needs the JVM flag --add-modules jdk.incubator.vector");
    assertThatThrownBy(() -> BlockKernel.choose("fast", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("icp.kernel=fast: there are plain and vector");
    assumeTrue(BlockKernel.hasVectorModule());
    assertThat(BlockKernel.choose("vector", true)).isInstanceOf(VectorKernel.class);
    assertThat(BlockKernel.choose(null, true)).isInstanceOf(VectorKernel.class);
  }

  /** Otherwise the tests above would compare the plain kernel with itself. */
  @Test
  void theTestsRunWithTheVectorApi() {
    assumeTrue(BlockKernel.hasVectorModule());
    assertThat(BlockKernel.best()).isInstanceOf(VectorKernel.class);
  }
}
