package dev.icp;

import dev.icp.NeighbourSearch.Neighbourhood;
import dev.icp.internal.base.StageFolder;
import dev.icp.internal.base.StageKey;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.ContextPacker;
import dev.icp.internal.contexts.ShuffleRepair;
import dev.icp.internal.contexts.Stretches;
import dev.icp.internal.documents.Copies;
import dev.icp.internal.documents.Groups;
import dev.icp.internal.neighbours.duplicates.NearDuplicateFilter;
import dev.icp.internal.order.GroupedOrder;
import dev.icp.internal.order.OrderFile;
import dev.icp.internal.order.Rounds;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OnFailure;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wires the stages: documents, vectors, neighbour graph, order, contexts, of one length or several.
 * Used once.
 */
final class PackingRun {
  private final ContextLengths lengths;

  /** Those of each length, which differ in nothing else. */
  private final List<Settings> each;

  /** Those of the longest contexts, by which documents are put in order. */
  private final Settings settings;

  private final StageFolder results;

  /**
   * @param each the settings of each length
   */
  PackingRun(ContextLengths lengths, List<Settings> each) {
    this.lengths = lengths;
    this.each = each;
    settings = each.get(each.size() - 1);
    Path directory = settings.workDirectory();
    results = directory == null ? StageFolder.none() : StageFolder.open(directory);
  }

  LengthCurriculum run(Corpus corpus) {
    try {
      return run(settings.graphSource(), corpus);
    } catch (Throwable cause) {
      OnFailure.close(results, cause);
      throw cause;
    }
  }

  private <V extends Vectors> LengthCurriculum run(GraphSource<V> source, Corpus corpus) {
    try (StageRunner stages = new StageRunner(settings)) {
      ReadCorpus<V> reading = corpus.read(settings, source, stages, results);
      try {
        Neighbourhood neighbourhood =
            new NeighbourSearch<>(settings, reading, results).neighbourhood();
        LengthCurriculum contexts = order(reading, neighbourhood, stages);
        reading.closeVectors();
        return contexts;
      } catch (Throwable cause) {
        OnFailure.close(reading::closeVectors, cause);
        OnFailure.close(reading, cause);
        throw cause;
      }
    }
  }

  private LengthCurriculum order(
      ReadCorpus<?> reading, Neighbourhood neighbourhood, StageRunner stages) {
    Units units = new Units(reading.tokens(), reading.pieces(), neighbourhood.kept());
    List<LaidOut> laidOut =
        stages.run(
            Stage.ORDER,
            () -> {
              DocumentOrder order = order(reading, neighbourhood, units, stages);
              if (!lengths.areSeveral()) {
                return List.of(
                    layOut(
                        settings,
                        order,
                        order.documents(),
                        neighbourhood.result(),
                        reading,
                        neighbourhood,
                        units,
                        stages));
              }
              List<int[]> parts =
                  LengthCurriculum.divide(order.documents(), units.counts(), lengths);
              List<LaidOut> all = new ArrayList<>();
              for (int part = 0; part < parts.size(); part++) {
                int[] some = parts.get(part);
                all.add(
                    layOut(
                        each.get(part),
                        order,
                        some,
                        neighbourhood.result().of(units.documents(some)),
                        reading,
                        neighbourhood,
                        units,
                        stages));
              }
              return all;
            });
    Closing closing = new Closing(reading, laidOut.size());
    List<PackedContexts> contexts = new ArrayList<>();
    for (LaidOut part : laidOut) {
      contexts.add(part.contexts(settings, results, stages, reading, closing));
    }
    return new LengthCurriculum(lengths, contexts);
  }

  /** What the contexts of all lengths have in common is let go of when those of the last are. */
  private final class Closing {
    private final ReadCorpus<?> reading;
    private int open;
    private boolean done = true;

    Closing(ReadCorpus<?> reading, int open) {
      this.reading = reading;
      this.open = open;
    }

    synchronized void close(boolean partDone) {
      done &= partDone;
      open--;
      if (open > 0) {
        return;
      }
      reading.close();
      if (done && !settings.keepsWork()) {
        results.delete();
      }
      results.close();
    }
  }

  /**
   * Lays out what contexts of a length get.
   *
   * @param own the settings of that length
   * @param some what they get, in order
   * @param nearDuplicates the documents that are among them, and those dropped for them
   */
  private LaidOut layOut(
      Settings own,
      DocumentOrder order,
      int[] some,
      NearDuplicateFilter.Result nearDuplicates,
      ReadCorpus<?> reading,
      Neighbourhood neighbourhood,
      Units units,
      StageRunner stages) {
    ReportDraft draft = new ReportDraft(own, reading.source(), reading.facts());
    draft.countDocuments(
        reading.tokens(),
        lengths.areSeveral() ? nearDuplicates.kept() : units.documents(),
        nearDuplicates.dropped());
    draft.countNearDuplicates(neighbourhood.whole());
    draft.noteRecall(neighbourhood.whole());
    Groups groups = reading.groups();
    LayingOut layingOut =
        new LayingOut(
            own.packing(),
            neighbourhood.graph(),
            reading.vectors(),
            groups == null ? document -> 0 : groups::of);
    Rounds rounds =
        rounds(layingOut.separate(some, units.counts(), units::document), reading, units);
    Stretches stretches =
        order.isOfStretches()
            ? units.stretches(order, own.packing().beginTokens())
            : units.stretches(rounds.order());
    Vectors vectors = reading.documentVectors();
    draft.measureOrder(order, isWeighted() || order.repeats(), stretches.documents(), vectors);
    ContextLayout layout = layingOut.layOut(stretches, rounds.starts());
    return layOut(
        own, layout, stretches, layingOut, draft, nearDuplicates, reading, vectors, stages);
  }

  private DocumentOrder order(
      ReadCorpus<?> reading, Neighbourhood neighbourhood, Units units, StageRunner stages) {
    ContextOrderer orderer = settings.packing().get(PackingSettings.ORDERER);
    int[] tokens = units.withBegins(settings.packing());
    NeighbourGraph graph = reading.asOfEpoch(neighbourhood.graph());
    OrderingProblem problem = reading.known(problem(graph, tokens, stages), neighbourhood.kept());
    Groups groups = reading.groups();
    int[] groupOf = groups == null ? new int[0] : reading.groupsOf(groups, neighbourhood.kept());
    Supplier<DocumentOrder> ordering =
        () -> {
          if (groups != null) {
            return GroupedOrder.order(orderer, problem, groupOf, groups.count());
          }
          DocumentOrder order = orderer.order(problem);
          GroupedOrder.requireComplete(orderer, order, tokens.length);
          return order;
        };
    if (orderer.fingerprint().isBlank() || !results.keeps()) {
      return ordering.get();
    }
    Optional<String> problemKey = problem.key(orderer.needsVectors());
    if (problemKey.isEmpty()) {
      return ordering.get();
    }
    StageKey key =
        StageKey.start()
            .with("orderer", orderer.fingerprint())
            .with("groups", results.fingerprint(o -> o.putInts(groupOf, 0, groupOf.length)))
            .withLines(problemKey.get());
    return results.findOrMake("order", key, OrderFile::read, ordering, OrderFile::write);
  }

  private OrderingProblem problem(NeighbourGraph graph, int[] counts, StageRunner stages) {
    return new OrderingProblem(
            graph,
            counts,
            settings.packing().room(),
            settings.packing().separatorTokens(),
            settings.packing().boundary(),
            stages)
        .withBeginTokens(settings.packing().beginTokens());
  }

  private boolean isWeighted() {
    return !settings.packing().get(PackingSettings.WEIGHT_BY).isEmpty();
  }

  private Rounds rounds(int[] order, ReadCorpus<?> reading, Units units) {
    if (!isWeighted()) {
      return Rounds.once(order);
    }
    int[] copies =
        new Copies(
                settings.packing().get(PackingSettings.WEIGHT_BY), settings.packing().epochSeed())
            .ofAll(reading.tokens(), reading.metadata()::get, reading.ids()::get);
    return Rounds.of(order, unit -> copies[units.document(unit)]);
  }

  private LaidOut layOut(
      Settings own,
      ContextLayout layout,
      Stretches stretches,
      LayingOut layingOut,
      ReportDraft draft,
      NearDuplicateFilter.Result nearDuplicates,
      ReadCorpus<?> reading,
      @Nullable Vectors vectors,
      StageRunner stages) {
    int[] leavingOrder = layout.leavingOrder(own.packing().pathOrder(), own.packing().epochSeed());
    if (vectors != null && !own.packing().pathOrder()) {
      ShuffleRepair.repair(layout, leavingOrder, vectors, own.packing().epochSeed());
    }
    draft.countSeparated(layingOut.moved(), layingOut.pairsTogether());
    draft.countContexts(layout, stretches.counts(), layingOut.broughtForward());
    draft.measureContexts(layout, stretches.beginnings(), leavingOrder, vectors, stages);
    ContextPacker packer =
        new ContextPacker(
            layout,
            reading.tokens(),
            reading.texts(),
            reading.ids(),
            reading.metadata()::get,
            own.packing().begin(),
            own.packing().beginToken(),
            own.packing().separator(),
            own.packing().padding());
    draft.measureRepetition(layout, packer, reading.tokens(), stages);
    return new LaidOut(packer, leavingOrder, draft, nearDuplicates);
  }

  /** Where everything stands, and what is known for the report. */
  @SuppressWarnings("ArrayRecordComponent") // Local to the run, never compared.
  private record LaidOut(
      ContextPacker packer,
      int[] leavingOrder,
      ReportDraft draft,
      NearDuplicateFilter.Result nearDuplicates) {
    PackedContexts contexts(
        Settings settings,
        StageFolder results,
        StageRunner stages,
        ReadCorpus<?> reading,
        Closing closing) {
      return new PackedContexts(
          packer,
          leavingOrder,
          draft.report(stages.reports(), results.found()),
          new DroppedDocuments(reading.ids(), nearDuplicates),
          settings.progress(),
          closing::close);
    }
  }
}
