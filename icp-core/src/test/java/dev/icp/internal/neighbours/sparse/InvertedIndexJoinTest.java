package dev.icp.internal.neighbours.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.internal.neighbours.JoinSamples;
import dev.icp.spi.SparseRows;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvertedIndexJoinTest {
  /** Few terms make long posting lists, which are collected by scanning; many make short ones. */
  @ParameterizedTest
  @CsvSource({
    "1, 5, 3, 1, 1",
    "2, 5, 3, 4, 1",
    "40, 1, 1, 3, 8",
    "60, 8, 4, 60, 7",
    "60, 8, 4, 59, 1",
    "60, 8, 4, 2147483647, 64",
    "300, 12, 5, 4, 32768",
    "300, 12, 5, 4, 37",
    "300, 2000, 4, 4, 32768",
    "300, 2000, 4, 20, 100",
    "300, 60, 40, 20, 65536",
    "700, 900, 12, 10, 512",
    "700, 900, 12, 10, 32768",
  })
  void sameAsComparingAll(int size, int terms, int most, int k, int blockSize) {
    SplittableRandom random = new SplittableRandom(size + 31L * terms + blockSize);
    for (int run = 0; run < (size > 100 ? 2 : 20); run++) {
      SparseVectors vectors = JoinSamples.sparse(size, terms, most, random.nextLong());
      List<String> expected = bruteForce(vectors, k);
      for (int threads : new int[] {1, 2, 4}) {
        assertThat(join(vectors, k, blockSize, threads))
            .as("run %d, %d threads", run, threads)
            .isEqualTo(expected);
      }
    }
  }

  /** A pair's cosine has the same bits whichever of the two asks; copies count as 1. */
  private static List<String> bruteForce(SparseVectors vectors, int k) {
    SparseRows[] rows = new SparseRows[vectors.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new SparseRows();
      vectors.read(i, 1, rows[i]);
    }
    return JoinSamples.bruteForce(
        vectors.size(),
        k,
        (a, b) -> {
          float cosine = rows[a].dot(0, rows[b], 0);
          if (cosine == 0) {
            return Float.NaN;
          }
          return JoinSamples.identical(rows[a], rows[b]) ? 1 : cosine;
        });
  }

  private static List<String> join(SparseVectors vectors, int k, int blockSize, int threads) {
    try (StageResources resources = StageResources.open(threads, 0)) {
      return JoinSamples.lists(new InvertedIndexJoin(blockSize).neighbours(vectors, k, resources));
    }
  }

  @Test
  void moreCopiesThanNeighboursWanted() {
    // 0 … 99 are copies, 100 is related to them, 101 to nothing.
    SparseVectors vectors =
        new SparseVectors() {
          @Override
          public int size() {
            return 102;
          }

          @Override
          public int terms() {
            return 3;
          }

          @Override
          public void read(int first, int count, SparseRows target) {
            target.clear();
            for (int i = first; i < first + count; i++) {
              int[] terms = {i == 101 ? 2 : 0, 1};
              float[] weights = i < 100 ? new float[] {1} : new float[] {0.6f, 0.8f};
              target.add(terms, weights, 0, i == 100 ? 2 : 1);
            }
          }
        };
    List<String> lists = join(vectors, 3, 32, 2);
    assertThat(lists.get(0)).isEqualTo("1:1.0 2:1.0 3:1.0 ");
    assertThat(lists.get(2)).isEqualTo("0:1.0 1:1.0 3:1.0 ");
    assertThat(lists.get(99)).isEqualTo("0:1.0 1:1.0 2:1.0 ");
    assertThat(lists.get(100)).isEqualTo("0:0.6 1:0.6 2:0.6 ");
    assertThat(lists.get(101)).isEmpty();
  }
}
