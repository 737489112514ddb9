package dev.icp.internal.order.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BehindImportsTest {
  @Test
  void importsFirstAndTiesByNumber() {
    assertThat(BehindImports.order(new int[][] {{3}, {}, {1}, {}}))
        .as("0 waits for 3")
        .containsExactly(1, 2, 3, 0);
    assertThat(BehindImports.order(new int[][] {{}, {}, {}})).containsExactly(0, 1, 2);
    assertThat(BehindImports.order(new int[0][])).isEmpty();
  }

  @Test
  void aCycleBeginsWithTheFileThatLacksFewest() {
    // 0 imports 1 and 2, 1 imports 2, 2 imports 0: a cycle, which 3 imports and 4 is imported by.
    assertThat(BehindImports.order(new int[][] {{1, 2}, {2}, {0, 4}, {0}, {}}))
        .containsExactly(4, 1, 0, 2, 3);
  }

  @Test
  void aLongChainNeedsNoDeepStack() {
    int[][] imports = new int[200_000][];
    Arrays.setAll(imports, i -> i + 1 < imports.length ? new int[] {i + 1} : new int[0]);
    int[] order = BehindImports.order(imports);
    assertThat(order[0]).isEqualTo(imports.length - 1);
    assertThat(order[order.length - 1]).isZero();
  }

  @Test
  void asTheModelSays() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int size = 1 + random.nextInt(200);
      double density = random.nextDouble() * 3 / size;
      int[][] imports = new int[size][];
      Arrays.setAll(
          imports,
          i ->
              IntStream.range(0, size)
                  .filter(j -> j != i && random.nextDouble() < density)
                  .toArray());
      assertThat(BehindImports.order(imports))
          .as("seed %d", seed)
          .containsExactly(model(imports).stream().mapToInt(i -> i).toArray());
    }
  }

  /** Slow, and by what leads where rather than by Tarjan's algorithm. */
  private static List<Integer> model(int[][] imports) {
    int size = imports.length;
    boolean[][] leads = new boolean[size][size];
    for (int i = 0; i < size; i++) {
      for (int j : imports[i]) {
        leads[i][j] = true;
      }
    }
    for (int via = 0; via < size; via++) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size && leads[i][via]; j++) {
          leads[i][j] |= leads[via][j];
        }
      }
    }
    List<Integer> order = new ArrayList<>();
    Set<Integer> placed = new HashSet<>();
    while (order.size() < size) {
      int first =
          IntStream.range(0, size)
              .filter(i -> !placed.contains(i))
              .filter(
                  i ->
                      IntStream.range(0, size)
                          .noneMatch(j -> leads[i][j] && !leads[j][i] && !placed.contains(j)))
              .findFirst()
              .orElseThrow();
      List<Integer> cycle =
          new ArrayList<>(
              IntStream.range(0, size)
                  .filter(i -> i == first || (leads[i][first] && leads[first][i]))
                  .boxed()
                  .toList());
      while (!cycle.isEmpty()) {
        int next =
            cycle.stream()
                .min(
                    Comparator.comparingLong(
                            (Integer i) ->
                                IntStream.of(imports[i]).filter(j -> !placed.contains(j)).count())
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
        cycle.remove(Integer.valueOf(next));
        placed.add(next);
        order.add(next);
      }
    }
    return order;
  }
}
