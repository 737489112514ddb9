package dev.icp.distributed;

import dev.icp.Boundary;
import dev.icp.NearDuplicates;
import dev.icp.Tail;
import dev.icp.internal.base.Apart;
import dev.icp.internal.contexts.ContextFiller;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.JoinedLayouts;
import dev.icp.internal.contexts.Stretches;
import dev.icp.internal.neighbours.duplicates.NearPairs;
import dev.icp.internal.neighbours.graph.EpochNeighbours;
import dev.icp.internal.order.GroupedOrder;
import dev.icp.internal.order.Rounds;
import dev.icp.internal.order.Separation;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageContext;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From the documents of a group to their layout, by the steps of a run. Used once. */
final class LaidOutGroup {
  private final CheckedSettings settings;
  private final GroupDocuments documents;
  private final @Nullable NearPairs near;

  LaidOutGroup(CheckedSettings settings, GroupDocuments documents) {
    this.settings = settings;
    this.documents = documents;
    NearDuplicates nearDuplicates = settings.get(PackingSettings.NEAR_DUPLICATES);
    near =
        nearDuplicates.separates()
            ? new NearPairs(documents.graph(), nearDuplicates.threshold(), null)
            : null;
  }

  /** Puts the documents in order and lays them out. */
  ContextLayout layout(StageContext context) {
    int[] copies = documents.copies();
    int[] apart = separated(order(context));
    Rounds rounds =
        copies.length == 0 ? Rounds.once(apart) : Rounds.of(apart, document -> copies[document]);
    int[] ordered = rounds.order();
    int[] counts = IntStream.of(ordered).map(i -> documents.counts()[i]).toArray();
    Stretches stretches = Stretches.whole(ordered, counts);
    int[] ends = ends(ordered, rounds.starts());
    if (ends.length < 2) {
      return layout(stretches);
    }
    List<ContextLayout> parts = new ArrayList<>();
    for (int part = 0, from = 0; part < ends.length; from = ends[part++]) {
      parts.add(layout(stretches.part(from, ends[part])));
    }
    return JoinedLayouts.of(parts);
  }

  private int[] order(StageContext context) {
    ContextOrderer orderer = settings.get(PackingSettings.ORDERER);
    if (orderer.needsVectors()) {
      throw new IllegalArgumentException(
          "order " + orderer + " needs the documents' vectors: a group has only its graph");
    }
    if (orderer.pieceCharacters() > 0 || orderer.cutsDocuments()) {
      throw new IllegalArgumentException(
          "order " + orderer + " goes by parts of documents: a group has only whole ones");
    }
    if (orderer.needsImports()) {
      throw new IllegalArgumentException(
          "order " + orderer + " goes by imports in texts: a group has only its graph");
    }
    OrderingProblem problem =
        new OrderingProblem(
                graph(),
                settings.withBegins(documents.counts()),
                settings.room(),
                settings.separatorTokens(),
                settings.boundary(),
                context)
            .withDocuments(document -> document, documents.ids())
            .withMetadata(documents.metadata());
    DocumentOrder order =
        documents.values().length == 0
            ? orderer.order(problem)
            : GroupedOrder.order(orderer, problem, numbered(), documents.counts().length);
    if (order.repeats() || order.size() != documents.counts().length) {
      throw new IllegalArgumentException(
          "order "
              + orderer
              + ": "
              + order.size()
              + " places for "
              + documents.counts().length
              + " documents, each of which must have one");
    }
    return order.documents();
  }

  private NeighbourGraph graph() {
    return settings.get(PackingSettings.EPOCH) > 0
        ? EpochNeighbours.of(documents.graph(), settings.epochSeed())
        : documents.graph();
  }

  /** Returns the values by their places among those there are. */
  private int[] numbered() {
    int[] different = IntStream.of(documents.values()).sorted().distinct().toArray();
    return IntStream.of(documents.values())
        .map(value -> Arrays.binarySearch(different, value))
        .toArray();
  }

  private int[] separated(int[] order) {
    if (near == null) {
      return order;
    }
    Separation separation =
        new Separation(
            near,
            settings.withBegins(documents.counts()),
            settings.separatorTokens(),
            settings.room());
    int[] repaired = new int[order.length];
    int[] ends = ends(order);
    for (int part = 0, from = 0; part < ends.length; from = ends[part++]) {
      int[] some = separation.repair(Arrays.copyOfRange(order, from, ends[part]));
      System.arraycopy(some, 0, repaired, from, some.length);
    }
    return repaired;
  }

  /**
   * Returns where those that may share a context end.
   *
   * @param starts where others begin besides, ascending
   */
  private int[] ends(int[] order, int... starts) {
    int[] values = documents.values();
    IntArrayList ends = new IntArrayList();
    for (int i = 1; i <= order.length; i++) {
      if (i == order.length
          || Arrays.binarySearch(starts, i) >= 0
          || (values.length > 0 && values[order[i]] != values[order[i - 1]])) {
        ends.add(i);
      }
    }
    return ends.toIntArray();
  }

  private ContextLayout layout(Stretches stretches) {
    Tail tail = GroupLayout.standsAlone(settings) ? settings.tail() : Tail.SHORT;
    return GroupLayout.cutsAnywhere(settings)
        ? ContextLayout.split(
            stretches.documents(),
            stretches.counts(),
            settings.beginTokens(),
            settings.separatorTokens(),
            settings.room(),
            tail)
        : filler(settings, stretches, near).fill(tail);
  }

  static ContextFiller filler(
      CheckedSettings settings, Stretches stretches, @Nullable Apart apart) {
    return new ContextFiller(
            stretches,
            settings.beginTokens(),
            settings.separatorTokens(),
            settings.room(),
            settings.boundary() == Boundary.KEEP_WHOLE,
            settings.startAtDocument(),
            settings.get(PackingSettings.LOOK_AHEAD),
            apart)
        .limit(settings.get(PackingSettings.MAX_DOCUMENTS));
  }
}
