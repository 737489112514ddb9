package dev.icp.internal.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {
  /** Pinned, so that no one changes the contexts of every corpus without noticing. */
  @Test
  void staysTheSame() {
    assertThat(Shuffle.permutation(8, 0, "contexts")).containsExactly(1, 7, 3, 6, 0, 2, 5, 4);
  }

  @Test
  void dependsOnSeedAndPurpose() {
    int[] one = Shuffle.permutation(100, 0, "contexts");
    assertThat(Shuffle.permutation(100, 0, "contexts")).isEqualTo(one);
    assertThat(Shuffle.permutation(100, 0, "order")).isNotEqualTo(one);
    assertThat(Shuffle.permutation(100, 1, "contexts")).isNotEqualTo(one);
  }

  /** The generator adds a constant for each number: seeds must not be multiples of it apart. */
  @Test
  void neighbouringSeedsShareNoNumbers() {
    Set<Long> seen = new HashSet<>();
    for (long seed = -50; seed < 50; seed++) {
      SplittableRandom random = Shuffle.random(seed, "contexts");
      for (int i = 0; i < 100; i++) {
        assertThat(seen.add(random.nextLong())).as("seed %d, number %d", seed, i).isTrue();
      }
    }
  }

  @Test
  void isAPermutation() {
    for (int n = 0; n < 100; n++) {
      int[] sorted = Shuffle.permutation(n, n, "order");
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
    }
  }
}
