package dev.icp.internal.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.internal.base.Apart;
import dev.icp.internal.base.Shuffle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeparationTest {
  private static final int LENGTH = 1000;

  /** Documents of one group are to be kept apart; group 0 is of those that are in none. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Groups(int[] groups) implements Apart {
    @Override
    public boolean any(int document) {
      return groups[document] > 0;
    }

    @Override
    public boolean near(int a, int b) {
      return a != b && groups[a] > 0 && groups[a] == groups[b];
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsGroupsApartThatStandTogether(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 3000;
    int[] groups = new int[n];
    int group = 0;
    for (int i = 0; i < n / 2; ) {
      group++;
      int size = random.nextInt(10) == 0 ? 60 : 2 + random.nextInt(4);
      for (int end = Math.min(n / 2, i + size); i < end; i++) {
        groups[i] = group;
      }
    }
    int[] tokens = random.ints(n, 1, 2 * LENGTH / 10).toArray();
    tokens[5] = 7 * LENGTH;
    int[] order = orderByGroup(groups, seed);
    Separation separation = new Separation(new Groups(groups), tokens, 1, LENGTH);

    int[] repaired = separation.repair(order);

    assertPermutation(repaired, n);
    assertThat(separation.pairsTogether(order)).isEqualTo(naivePairs(order, groups, tokens, 1));
    assertThat(separation.pairsTogether(order)).isGreaterThan(1000);
    assertThat(naivePairs(repaired, groups, tokens, 1)).isZero();
    assertThat(separation.pairsTogether(repaired)).isZero();
    assertThat(adjacent(repaired, groups)).isZero();
    assertThat(separation.moved()).isBetween(100L, (long) n);
  }

  /** Blocks of whole groups in random places, as orders make them. */
  private static int[] orderByGroup(int[] groups, long seed) {
    int[] place = Shuffle.permutation(groups.length, seed, "test");
    Integer[] order = new Integer[groups.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) ->
            Integer.compare(
                place[groups[a] > 0 ? groups[a] : a], place[groups[b] > 0 ? groups[b] : b]));
    return Arrays.stream(order).mapToInt(i -> i).toArray();
  }

  @Test
  void theEndOfTheOrderIsNoDeadEnd() {
    // All copies come last: there is nowhere to wait for.
    int n = 400;
    int[] groups = new int[n];
    Arrays.fill(groups, n - 20, n, 1);
    int[] tokens = new int[n];
    Arrays.fill(tokens, 99);
    int[] order = IntStream.range(0, n).toArray();
    Separation separation = new Separation(new Groups(groups), tokens, 1, LENGTH);

    int[] repaired = separation.repair(order);

    assertPermutation(repaired, n);
    assertThat(naivePairs(repaired, groups, tokens, 1)).isZero();
    int first = IntStream.range(0, n).filter(p -> groups[repaired[p]] > 0).findFirst().orElse(0);
    assertThat(first).as("place of the first copy").isGreaterThan(150);
  }

  @Test
  void moreCopiesThanContextsAreSpread() {
    // 10 contexts, 30 copies: at best three in each, 30 pairs.
    int[] groups = new int[100];
    Arrays.fill(groups, 0, 30, 1);
    int[] tokens = new int[100];
    Arrays.fill(tokens, 99);
    Separation separation = new Separation(new Groups(groups), tokens, 1, LENGTH);

    int[] repaired = separation.repair(IntStream.range(0, 100).toArray());

    assertPermutation(repaired, 100);
    assertThat(adjacent(repaired, groups)).isZero();
    assertThat(separation.pairsTogether(repaired)).isBetween(30L, 60L);
    assertThat(separation.pairsTogether(repaired))
        .isEqualTo(naivePairs(repaired, groups, tokens, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5000})
  void allTheSame(int n) {
    int[] groups = new int[n];
    Arrays.fill(groups, 1);
    int[] tokens = new int[n];
    Arrays.fill(tokens, 10);
    for (int length : new int[] {1, 7, 100, Integer.MAX_VALUE}) {
      int[] order = IntStream.range(0, n).toArray();
      assertPermutation(new Separation(new Groups(groups), tokens, 0, length).repair(order), n);
    }
  }

  @Test
  void leavesAnOrderAloneThatNeedsNoRepair() {
    int[] order = Shuffle.permutation(500, 1, "test");
    int[] tokens = new int[500];
    Arrays.fill(tokens, 50);
    Separation separation = new Separation(new Groups(new int[500]), tokens, 1, LENGTH);

    assertThat(separation.repair(order)).isEqualTo(order);
    assertThat(separation.moved()).isZero();
  }

  private static void assertPermutation(int[] order, int n) {
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
  }

  private static int adjacent(int[] order, int[] groups) {
    return (int)
        IntStream.range(1, order.length)
            .filter(p -> new Groups(groups).near(order[p - 1], order[p]))
            .count();
  }

  /** Token by token. */
  private static long naivePairs(int[] order, int[] groups, int[] tokens, int separators) {
    List<List<Integer>> contexts = new ArrayList<>();
    long at = 0;
    for (int document : order) {
      for (int t = 0; t < tokens[document] + separators; t++, at++) {
        while (contexts.size() <= at / LENGTH) {
          contexts.add(new ArrayList<>());
        }
        if (t < tokens[document] && !contexts.getLast().contains(document)) {
          contexts.getLast().add(document);
        }
      }
    }
    long pairs = 0;
    for (List<Integer> context : contexts) {
      for (int i = 0; i < context.size(); i++) {
        for (int j = 0; j < i; j++) {
          pairs += new Groups(groups).near(context.get(i), context.get(j)) ? 1 : 0;
        }
      }
    }
    return pairs;
  }
}
