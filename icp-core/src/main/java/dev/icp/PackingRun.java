package dev.icp;

import dev.icp.NeighbourSearch.Neighbourhood;
import dev.icp.internal.base.StageFolder;
import dev.icp.internal.base.StageKey;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.ContextPacker;
import dev.icp.internal.contexts.ShuffleRepair;
import dev.icp.internal.contexts.Stretches;
import dev.icp.internal.documents.Groups;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.neighbours.duplicates.NearDuplicateFilter;
import dev.icp.internal.order.GroupedOrder;
import dev.icp.internal.order.OrderFile;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OnFailure;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.Vectors;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wires the stages: documents, vectors, neighbour graph, order, contexts. Used once. */
final class PackingRun {
  private final Settings settings;
  private final StageFolder results;

  PackingRun(Settings settings) {
    this.settings = settings;
    Path directory = settings.workDirectory();
    results = directory == null ? StageFolder.none() : StageFolder.open(directory);
  }

  PackedContexts run(Corpus corpus) {
    try {
      return run(settings.graphSource(), corpus);
    } catch (Throwable cause) {
      OnFailure.close(results, cause);
      throw cause;
    }
  }

  private <V extends Vectors> PackedContexts run(GraphSource<V> source, Corpus corpus) {
    try (StageRunner stages = new StageRunner(settings)) {
      ReadCorpus<V> reading = corpus.read(settings, source, stages, results);
      try {
        Neighbourhood neighbourhood =
            new NeighbourSearch<>(settings, reading, results).neighbourhood();
        PackedContexts contexts = order(reading, neighbourhood, stages);
        reading.closeVectors();
        return contexts;
      } catch (Throwable cause) {
        OnFailure.close(reading::closeVectors, cause);
        OnFailure.close(reading, cause);
        throw cause;
      }
    }
  }

  private PackedContexts order(
      ReadCorpus<?> reading, Neighbourhood neighbourhood, StageRunner stages) {
    Units units = new Units(reading.tokens(), reading.pieces(), neighbourhood.kept());
    return stages
        .run(
            Stage.ORDER,
            () -> {
              DocumentOrder order = order(reading, neighbourhood, units, stages);
              ReportDraft draft = new ReportDraft(settings, reading.source(), reading.facts());
              draft.countDocuments(reading.tokens(), units.documents());
              draft.countNearDuplicates(neighbourhood.whole());
              draft.noteRecall(neighbourhood.whole());
              Groups groups = reading.groups();
              LayingOut layingOut =
                  new LayingOut(
                      settings.packing(),
                      neighbourhood.graph(),
                      reading.vectors(),
                      groups == null ? document -> 0 : groups::of);
              Rounds rounds =
                  rounds(
                      layingOut.separate(order.documents(), units.counts(), units::document),
                      reading,
                      units);
              Stretches stretches =
                  order.isOfStretches()
                      ? units.stretches(order, settings.packing().beginTokens())
                      : units.stretches(rounds.order());
              Vectors vectors = reading.documentVectors();
              draft.measureOrder(
                  order, isWeighted() || order.repeats(), stretches.documents(), vectors);
              ContextLayout layout = layingOut.layOut(stretches, rounds.starts());
              return layOut(layout, stretches, layingOut, draft, reading, vectors, stages);
            })
        .contexts(settings, results, stages, reading, neighbourhood.result());
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
        Rounds.copies(
            settings.packing().get(PackingSettings.WEIGHT_BY),
            reading.tokens(),
            reading.metadata()::get,
            reading.ids()::get,
            settings.packing().epochSeed());
    return Rounds.of(order, unit -> copies[units.document(unit)]);
  }

  private LaidOut layOut(
      ContextLayout layout,
      Stretches stretches,
      LayingOut layingOut,
      ReportDraft draft,
      ReadCorpus<?> reading,
      @Nullable Vectors vectors,
      StageRunner stages) {
    int[] leavingOrder =
        layout.leavingOrder(settings.packing().pathOrder(), settings.packing().epochSeed());
    if (vectors != null && !settings.packing().pathOrder()) {
      ShuffleRepair.repair(layout, leavingOrder, vectors, settings.packing().epochSeed());
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
            settings.packing().begin(),
            settings.packing().beginToken(),
            settings.packing().separator(),
            settings.packing().padding());
    draft.measureRepetition(layout, packer, reading.tokens(), stages);
    return new LaidOut(packer, leavingOrder, draft);
  }

  /** Where everything stands, and what is known for the report. */
  @SuppressWarnings("ArrayRecordComponent") // Local to the run, never compared.
  private record LaidOut(ContextPacker packer, int[] leavingOrder, ReportDraft draft) {
    PackedContexts contexts(
        Settings settings,
        StageFolder results,
        StageRunner stages,
        ReadCorpus<?> reading,
        NearDuplicateFilter.Result nearDuplicates) {
      IdStore ids = reading.ids();
      return new PackedContexts(
          packer,
          leavingOrder,
          draft.report(stages.reports(), results.found()),
          new DroppedDocuments(ids, nearDuplicates),
          settings.progress(),
          done -> {
            reading.close();
            if (done && !settings.keepsWork()) {
              results.delete();
            }
            results.close();
          });
    }
  }
}
