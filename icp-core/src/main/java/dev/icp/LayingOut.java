package dev.icp;

import dev.icp.internal.contexts.ContextFiller;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.JoinedLayouts;
import dev.icp.internal.contexts.Stretches;
import dev.icp.internal.neighbours.duplicates.NearPairs;
import dev.icp.internal.order.Separation;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From an order to contexts: near duplicates apart, documents cut or kept whole, and a new context
 * where another group begins. Used once.
 */
final class LayingOut {
  private final CheckedSettings packing;
  private final @Nullable NearPairs pairs;
  private final IntUnaryOperator groupOf;
  private @Nullable Separation separation;
  private long moved;
  private long pairsTogether;
  private long broughtForward;

  /**
   * @param graph the neighbours of the documents that stay, which are all where near duplicates are
   *     kept apart
   * @param vectors by ordinal; null if nothing but the graph is known
   * @param groupOf the group of each document; those of a group stand together in the order
   */
  LayingOut(
      CheckedSettings packing,
      NeighbourGraph graph,
      @Nullable Vectors vectors,
      IntUnaryOperator groupOf) {
    this.packing = packing;
    this.groupOf = groupOf;
    NearDuplicates nearDuplicates = packing.get(PackingSettings.NEAR_DUPLICATES);
    pairs =
        nearDuplicates.separates()
            ? new NearPairs(graph, nearDuplicates.threshold(), vectors)
            : null;
  }

  /**
   * Returns the order with near duplicates moved apart, as if contexts were cut by tokens.
   *
   * @param counts tokens of what is in the order, by its number
   * @param document the ordinal of what has a number
   */
  int[] separate(int[] order, int[] counts, IntUnaryOperator document) {
    if (pairs == null) {
      return order;
    }
    Separation apart = separation(pairs, counts);
    separation = apart;
    int[] repaired = new int[order.length];
    int[] ends = ends(i -> document.applyAsInt(order[i]), order.length);
    for (int group = 0, from = 0; group < ends.length; from = ends[group++]) {
      int[] part = apart.repair(Arrays.copyOfRange(order, from, ends[group]));
      System.arraycopy(part, 0, repaired, from, part.length);
      pairsTogether += apart.pairsTogether(part);
    }
    moved = apart.moved();
    return repaired;
  }

  /** Returns where each group ends. */
  private int[] ends(IntUnaryOperator documentAt, int size) {
    IntArrayList ends = new IntArrayList();
    for (int i = 1; i <= size; i++) {
      if (i == size
          || groupOf.applyAsInt(documentAt.applyAsInt(i))
              != groupOf.applyAsInt(documentAt.applyAsInt(i - 1))) {
        ends.add(i);
      }
    }
    return ends.toIntArray();
  }

  private Separation separation(NearPairs near, int[] counts) {
    return new Separation(
        near, packing.withBegins(counts), packing.separatorTokens(), packing.room());
  }

  /** Lays documents out, or stretches of them; each group in contexts of its own. */
  ContextLayout layOut(Stretches stretches) {
    int[] ends = ends(i -> stretches.documents()[i], stretches.size());
    if (separation != null && !isSplit(stretches)) {
      pairsTogether = 0;
    }
    if (ends.length < 2) {
      return layOutGroup(stretches);
    }
    List<ContextLayout> groups = new ArrayList<>();
    for (int group = 0, from = 0; group < ends.length; from = ends[group++]) {
      groups.add(layOutGroup(stretches.part(from, ends[group])));
    }
    return JoinedLayouts.of(groups);
  }

  private boolean isSplit(Stretches stretches) {
    return packing.boundary() == Boundary.SPLIT
        && !packing.startAtDocument()
        && !packing.limitsDocuments()
        && stretches.froms() == null;
  }

  private ContextLayout layOutGroup(Stretches stretches) {
    if (isSplit(stretches)) {
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
            pairs);
    ContextLayout layout =
        filler.limit(packing.get(PackingSettings.MAX_DOCUMENTS)).fill(packing.tail());
    broughtForward += filler.broughtForward();
    if (separation != null) {
      pairsTogether += filler.pairsTogether();
      for (int place = 0; place < stretches.size(); place++) {
        int document = stretches.documents()[place];
        moved += filler.waited(place) && !separation.moved(document) ? 1 : 0;
      }
    }
    return layout;
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
