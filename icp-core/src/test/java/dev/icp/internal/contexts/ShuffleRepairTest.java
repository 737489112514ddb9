package dev.icp.internal.contexts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.icp.Tail;
import dev.icp.internal.base.Shuffle;
import dev.icp.spi.DenseVectors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleRepairTest {
  private static final int CONTEXTS = 800;
  private static final int TOPICS = 8;

  /** One document a context, of the topic that the path has got to. */
  private static DenseVectors topics(int documents) {
    float[][] rows = new float[documents][TOPICS];
    for (int i = 0; i < documents; i++) {
      rows[i][(int) ((long) i * TOPICS / documents)] = 1;
    }
    return DenseVectors.of(rows);
  }

  private static ContextLayout layout(int documents, int tokens, int length) {
    int[] counts = new int[documents];
    Arrays.fill(counts, tokens);
    return ContextLayout.split(
        IntStream.range(0, documents).toArray(), counts, 0, 0, length, Tail.SHORT);
  }

  private static int alike(int[] order, int distance) {
    int count = 0;
    for (int i = distance; i < order.length; i++) {
      int topic = (int) ((long) order[i] * TOPICS / order.length);
      count += topic == (int) ((long) order[i - distance] * TOPICS / order.length) ? 1 : 0;
    }
    return count;
  }

  @Test
  void partsNeighboursThatAreAlikeAndNoOthers() {
    ContextLayout layout = layout(CONTEXTS, 10, 10);
    int[] shuffled = Shuffle.permutation(CONTEXTS, 5, "contexts");
    int[] order = shuffled.clone();
    ShuffleRepair.repair(layout, order, topics(CONTEXTS), 5);
    assertThat(alike(shuffled, 1)).isBetween(80, 120);
    assertThat(alike(order, 1)).isLessThan(20);
    for (int distance : new int[] {2, 3, 8}) {
      assertThat(alike(order, distance)).as("distance %d", distance).isBetween(70, 135);
    }
    assertThat(order).containsExactlyInAnyOrder(shuffled);
    assertThat(order[CONTEXTS - 1]).isEqualTo(shuffled[CONTEXTS - 1]);
    // Topics are not pushed to the end.
    for (int topic = 0; topic < TOPICS; topic++) {
      int t = topic;
      assertThat(
              Arrays.stream(order, CONTEXTS / 2, CONTEXTS).filter(c -> c * TOPICS / CONTEXTS == t))
          .hasSizeBetween(30, 70);
    }
  }

  @Test
  void dependsOnTheSeedOnly() {
    ContextLayout layout = layout(CONTEXTS, 10, 10);
    int[] one = Shuffle.permutation(CONTEXTS, 5, "contexts");
    int[] same = one.clone();
    int[] other = one.clone();
    ShuffleRepair.repair(layout, one, topics(CONTEXTS), 1);
    ShuffleRepair.repair(layout, same, topics(CONTEXTS), 1);
    ShuffleRepair.repair(layout, other, topics(CONTEXTS), 2);
    assertThat(one).isEqualTo(same).isNotEqualTo(other);
  }

  @Test
  void nothingToPart() {
    int[] order = {3, 1, 0, 2, 4};
    ShuffleRepair.repair(layout(1, 50, 10), order, topics(1), 1);
    assertThat(order).containsExactly(3, 1, 0, 2, 4);
    int[] two = {1, 0};
    ShuffleRepair.repair(layout(2, 10, 10), two, topics(2), 1);
    assertThat(two).containsExactly(1, 0);
    int[] none = {};
    ShuffleRepair.repair(layout(0, 10, 10), none, topics(1), 1);
    assertThat(none).isEmpty();
  }

  /** Contexts in which no document begins stand for the one that fills them. */
  @Test
  void piecesOfOneDocumentAreAlike() {
    ContextLayout layout = layout(TOPICS, 100, 1);
    int[] order = IntStream.range(0, CONTEXTS).toArray();
    assertThat(alike(order, 1)).isGreaterThan(CONTEXTS - 10);
    ShuffleRepair.repair(layout, order, topics(TOPICS), 5);
    assertThat(alike(order, 1)).isLessThan(CONTEXTS / 4);
  }
}
