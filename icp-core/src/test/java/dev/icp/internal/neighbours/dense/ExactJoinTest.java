package dev.icp.internal.neighbours.dense;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.internal.neighbours.JoinSamples;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.StageResources;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactJoinTest {
  /**
   * Sizes around the blocks of 256 queries and 1,024 candidates; dimensions not a multiple of 4.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 1, 9",
    "3, 7, 2",
    "50, 2, 2147483647",
    "257, 5, 20",
    "1023, 4, 3",
    "1025, 6, 20",
    "1281, 16, 5",
  })
  void sameBitsAsComparingAll(int size, int dimension, int k) {
    float[][] rows = rows(size, dimension, 7L * size + dimension);
    DenseVectors vectors = DenseVectors.of(rows);
    for (int i = 0; i < size; i++) {
      vectors.read(i, 1, rows[i], 0);
    }
    List<String> expected = JoinSamples.bruteForce(size, k, (a, b) -> chain(rows[a], rows[b]));
    for (int threads : new int[] {1, 2, 4}) {
      try (StageResources resources = StageResources.open(threads, 0)) {
        assertThat(JoinSamples.lists(new ExactJoin().neighbours(vectors, k, resources)))
            .as("%d threads", threads)
            .isEqualTo(expected);
      }
    }
  }

  /** One chain of fused multiply-adds in the order of dimensions. */
  private static float chain(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return Math.clamp(sum, -1, 1);
  }

  /** Small whole numbers make ties; one in five is a copy of another or of the first. */
  private static float[][] rows(int size, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[size][dimension];
    for (int i = 0; i < size; i++) {
      if (i > 0 && random.nextInt(5) == 0) {
        rows[i] = rows[random.nextBoolean() ? 0 : random.nextInt(i)].clone();
        continue;
      }
      for (int d = 0; d < dimension; d++) {
        rows[i][d] = random.nextInt(-3, 4);
      }
      rows[i][random.nextInt(dimension)] = 1;
    }
    return rows;
  }

  @Test
  void allTheSame() {
    float[][] rows = new float[30][3];
    for (float[] row : rows) {
      Arrays.fill(row, 0.3f);
    }
    try (StageResources resources = StageResources.open(2, 0)) {
      List<String> lists =
          JoinSamples.lists(new ExactJoin().neighbours(DenseVectors.of(rows), 2, resources));
      assertThat(lists.get(0)).matches("1:\\S+ 2:\\S+ ");
      assertThat(lists.get(1)).matches("0:\\S+ 2:\\S+ ");
      assertThat(lists.get(29)).matches("0:\\S+ 1:\\S+ ");
    }
  }
}
