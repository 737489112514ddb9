package dev.icp;

import dev.icp.internal.contexts.Apart;
import dev.icp.internal.contexts.ContextFiller;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.Stretches;
import dev.icp.internal.neighbours.duplicates.NearPairs;
import dev.icp.internal.order.Separation;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Vectors;
import org.jspecify.annotations.Nullable;

/** From an order to contexts: near duplicates apart, documents cut or kept whole. Used once. */
final class LayingOut {
  private final CheckedSettings packing;
  private final @Nullable NearPairs pairs;
  private @Nullable Separation separation;
  private long moved;
  private long pairsTogether;
  private long broughtForward;

  /**
   * @param graph the neighbours of the documents that stay, which are all where near duplicates are
   *     kept apart
   * @param vectors by ordinal; null if nothing but the graph is known
   */
  LayingOut(CheckedSettings packing, NeighbourGraph graph, @Nullable Vectors vectors) {
    this.packing = packing;
    NearDuplicates nearDuplicates = packing.get(PackingSettings.NEAR_DUPLICATES);
    pairs =
        nearDuplicates.separates()
            ? new NearPairs(graph, nearDuplicates.threshold(), vectors)
            : null;
  }

  /** Returns the order with near duplicates moved apart, as if contexts were cut by tokens. */
  int[] separate(int[] order, int[] counts) {
    if (pairs == null) {
      return order;
    }
    separation =
        new Separation(
            new Separation.Pairs() {
              @Override
              public boolean any(int document) {
                return pairs.any(document);
              }

              @Override
              public boolean near(int a, int b) {
                return pairs.near(a, b);
              }
            },
            packing.withBegins(counts),
            packing.separatorTokens(),
            packing.room());
    int[] repaired = separation.repair(order);
    moved = separation.moved();
    pairsTogether = separation.pairsTogether(repaired);
    return repaired;
  }

  /** Lays documents out, or stretches of them. */
  ContextLayout layOut(Stretches stretches) {
    boolean split = packing.boundary() == Boundary.SPLIT && !packing.startAtDocument();
    if (split && stretches.froms() == null) {
      return ContextLayout.split(
          stretches.documents(),
          stretches.counts(),
          packing.beginTokens(),
          packing.separatorTokens(),
          packing.room(),
          packing.tail());
    }
    ContextFiller filler =
        new ContextFiller(
            stretches,
            packing.beginTokens(),
            packing.separatorTokens(),
            packing.room(),
            packing.boundary() == Boundary.KEEP_WHOLE,
            packing.startAtDocument(),
            packing.get(PackingSettings.LOOK_AHEAD),
            pairs == null ? null : apart(pairs));
    ContextLayout layout = filler.fill(packing.tail());
    broughtForward = filler.broughtForward();
    if (separation != null) {
      pairsTogether = filler.pairsTogether();
      for (int place = 0; place < stretches.size(); place++) {
        int document = stretches.documents()[place];
        moved += filler.waited(place) && !separation.moved(document) ? 1 : 0;
      }
    }
    return layout;
  }

  private static Apart apart(NearPairs pairs) {
    return new Apart() {
      @Override
      public boolean any(int document) {
        return pairs.any(document);
      }

      @Override
      public boolean near(int a, int b) {
        return pairs.near(a, b);
      }
    };
  }

  /** Returns how many documents were moved to keep near duplicates apart. */
  long moved() {
    return moved;
  }

  /** Returns how many pairs of near duplicates that were to be kept apart share a context. */
  long pairsTogether() {
    return pairsTogether;
  }

  /** Returns how many documents were taken before one that stands before them in the order. */
  long broughtForward() {
    return broughtForward;
  }
}
