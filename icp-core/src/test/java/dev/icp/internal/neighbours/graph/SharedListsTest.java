package dev.icp.internal.neighbours.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedListsTest {
  private static final int K = 7;
  private static final float[] COSINES = {-1.0000001f, -1, -0.5f, -0.0f, 0, 0.5f, 1, 1.0000001f};

  private record Offer(int neighbour, float cosine) {
    float clamped() {
      return Math.max(-1, Math.min(1, cosine)) + 0f;
    }
  }

  /** Few different cosines: nearly all are ties, some only after they were brought into range. */
  @Test
  void theBestStayWhateverTheOrderOfOffers() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      List<Offer> offers = new ArrayList<>();
      for (int i = 1; i < 60; i++) {
        offers.add(new Offer(i, COSINES[random.nextInt(1 + round % COSINES.length)]));
      }
      List<String> expected =
          offers.stream()
              .sorted(
                  Comparator.comparingDouble((Offer offer) -> -offer.clamped())
                      .thenComparingInt(Offer::neighbour))
              .limit(K)
              .map(offer -> offer.neighbour + ":" + offer.clamped())
              .toList();
      offers.addAll(offers.subList(0, 20));
      Collections.shuffle(offers, random);
      SharedLists all = new SharedLists(60, K);
      SharedLists some = new SharedLists(60, K, new int[] {5, 0});
      for (Offer offer : offers) {
        all.offer(0, offer.neighbour, offer.cosine);
        some.offer(0, offer.neighbour, offer.cosine);
      }
      assertThat(list(all.lists(), 0)).as("round %d", round).isEqualTo(expected);
      assertThat(list(some.lists(), 1)).as("round %d", round).isEqualTo(expected);
    }
  }

  private static List<String> list(NeighbourLists lists, int place) {
    List<String> list = new ArrayList<>();
    for (int r = 0; r < lists.degree(place); r++) {
      list.add(lists.neighbour(place, r) + ":" + (lists.cosine(place, r) + 0f));
    }
    return list;
  }
}
