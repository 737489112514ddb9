package dev.icp;

import static java.util.Objects.requireNonNull;

import dev.icp.NearDuplicates.Candidate;
import dev.icp.PackingReport.SkippedDocument;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.ContextPacker;
import dev.icp.internal.contexts.ShuffleRepair;
import dev.icp.internal.documents.CorpusFingerprint;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.documents.ReadingPass;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.neighbours.NearDuplicateFilter;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wires the stages: documents, vectors, neighbour graph, order, contexts. Used once. */
final class PackingRun {
  private final Settings settings;
  private final List<SkippedDocument> skipped = new ArrayList<>();
  private final CorpusFingerprint fingerprint = new CorpusFingerprint();
  private long skippedCount;

  PackingRun(Settings settings) {
    this.settings = settings;
  }

  PackedContexts run(ContextBuilder.Corpus corpus) {
    return run(settings.graphSource(), corpus);
  }

  private <V extends Vectors> PackedContexts run(
      GraphSource<V> source, ContextBuilder.Corpus corpus) {
    try (StageRunner stages = new StageRunner(settings)) {
      TokenStore tokens = new TokenStore(stages.storage());
      IdStore ids = new IdStore(stages.storage());
      boolean packed = false;
      V vectors = null;
      try {
        try (EmbeddingSession<? extends V> session = source.open(stages)) {
          stages.run(
              Stage.READ,
              () -> {
                read(stages, tokens, ids, session, corpus.documents().get());
                return tokens;
              });
          vectors = stages.run(Stage.EMBED, () -> source.vectors(session, tokens.size()));
        }
        Neighbourhood neighbourhood = neighbours(source, vectors, stages, tokens, ids);
        PackedContexts contexts = order(source, vectors, neighbourhood, stages, tokens, ids);
        packed = true;
        return contexts;
      } finally {
        source.close(vectors);
        if (!packed) {
          tokens.close();
          ids.close();
        }
      }
    }
  }

  private void read(
      StageRunner stages,
      TokenStore tokens,
      IdStore ids,
      @Nullable EmbeddingSession<?> session,
      Iterator<Document> documents) {
    new ReadingPass(
            settings.tokenizer(),
            tokens,
            ids,
            session,
            fingerprint,
            this::skip,
            stages.workers(),
            done -> stages.progress(done, -1))
        .read(documents);
  }

  private void skip(BadDocumentException bad) {
    settings.onBadDocument().accept(bad);
    skippedCount++;
    if (skipped.size() < PackingReport.MAX_SKIPPED_LISTED) {
      skipped.add(new SkippedDocument(bad.position(), bad.id(), bad.reason()));
    }
  }

  /**
   * The documents that stay and their neighbours.
   *
   * @param whole the graph of all documents, near duplicates included
   */
  private record Neighbourhood(NeighbourGraph whole, NearDuplicateFilter.Result result) {
    NeighbourGraph graph() {
      return result.graph();
    }

    int[] kept() {
      return result.kept();
    }
  }

  private <V extends Vectors> Neighbourhood neighbours(
      GraphSource<V> source,
      @Nullable V vectors,
      StageRunner stages,
      TokenStore tokens,
      IdStore ids) {
    return stages.run(
        Stage.NEIGHBOURS,
        () -> {
          NeighbourGraph whole = source.neighbours(vectors, stages);
          if (!settings.nearDuplicates().drops()) {
            return new Neighbourhood(whole, NearDuplicateFilter.nothingDropped(whole));
          }
          NearDuplicateFilter filter =
              new NearDuplicateFilter(
                  whole,
                  settings.nearDuplicates().threshold(),
                  vectors,
                  ordinals -> sortByPreference(ordinals, tokens, ids));
          return new Neighbourhood(
              whole,
              filter.filter(some -> source.neighbours(requireNonNull(vectors), some, stages)));
        });
  }

  private void sortByPreference(int[] ordinals, TokenStore tokens, IdStore ids) {
    Comparator<? super Candidate> comparator = settings.nearDuplicates().comparator();
    if (comparator == null) {
      return;
    }
    Candidate[] candidates = new Candidate[ordinals.length];
    Arrays.setAll(
        candidates,
        i -> new Candidate(ids.get(ordinals[i]), ordinals[i], tokens.count(ordinals[i])));
    Arrays.sort(candidates, comparator);
    Arrays.setAll(ordinals, i -> candidates[i].ordinal());
  }

  private <V extends Vectors> PackedContexts order(
      GraphSource<V> source,
      @Nullable V vectors,
      Neighbourhood neighbourhood,
      StageRunner stages,
      TokenStore tokens,
      IdStore ids) {
    int[] kept = neighbourhood.kept();
    return stages
        .run(
            Stage.ORDER,
            () -> {
              int[] counts = new int[kept.length];
              Arrays.setAll(counts, i -> tokens.count(kept[i]));
              DocumentOrder order =
                  settings
                      .orderer()
                      .order(
                          new OrderingProblem(
                              neighbourhood.graph(),
                              counts,
                              settings.contextLength(),
                              settings.separatorTokens(),
                              settings.boundary(),
                              stages));
              requireComplete(order, kept.length);
              ReportDraft draft =
                  new ReportDraft(settings, source, skippedCount, skipped, fingerprint.toString());
              draft.countDocuments(tokens, kept);
              draft.countNearDuplicates(neighbourhood.whole());
              draft.noteRecall(neighbourhood.whole());
              LayingOut layingOut = new LayingOut(settings, neighbourhood.graph(), vectors);
              int[] documents = layingOut.separate(order.documents(), counts);
              for (int i = 0; i < documents.length; i++) {
                documents[i] = kept[documents[i]];
              }
              draft.measureOrder(order, documents, vectors);
              return layOut(documents, layingOut, draft, vectors, stages, tokens);
            })
        .contexts(settings, stages, tokens, ids, neighbourhood.result());
  }

  private static void requireComplete(DocumentOrder order, int documents) {
    if (!order.repeats() && order.size() != documents) {
      throw new IllegalArgumentException(
          "the orderer returned " + order.size() + " places for " + documents + " documents");
    }
    for (int i = 0; order.repeats() && i < order.size(); i++) {
      if (order.document(i) < 0 || order.document(i) >= documents) {
        throw new IllegalArgumentException(
            "the orderer returned document " + order.document(i) + " of " + documents);
      }
    }
  }

  private LaidOut layOut(
      int[] documents,
      LayingOut layingOut,
      ReportDraft draft,
      @Nullable Vectors vectors,
      StageRunner stages,
      TokenStore tokens) {
    int[] counts = new int[documents.length];
    Arrays.setAll(counts, i -> tokens.count(documents[i]));
    ContextLayout layout = layingOut.layOut(documents, counts);
    int[] leavingOrder = layout.leavingOrder(settings.pathOrder(), settings.seed());
    if (vectors != null && !settings.pathOrder()) {
      ShuffleRepair.repair(layout, leavingOrder, vectors, settings.seed());
    }
    draft.countSeparated(layingOut.moved(), layingOut.pairsTogether());
    draft.countContexts(layout, counts, layingOut.broughtForward());
    draft.measureContexts(layout, documents.length, leavingOrder, vectors, stages);
    return new LaidOut(layout, leavingOrder, draft);
  }

  /** Where everything stands, and what is known for the report. */
  @SuppressWarnings("ArrayRecordComponent") // Local to the run, never compared.
  private record LaidOut(ContextLayout layout, int[] leavingOrder, ReportDraft draft) {
    PackedContexts contexts(
        Settings settings,
        StageRunner stages,
        TokenStore tokens,
        IdStore ids,
        NearDuplicateFilter.Result nearDuplicates) {
      return new PackedContexts(
          new ContextPacker(layout, tokens, ids, settings.separator(), settings.padding()),
          leavingOrder,
          draft.report(stages.reports()),
          new DroppedDocuments(ids, nearDuplicates),
          settings.progress(),
          () -> {
            tokens.close();
            ids.close();
          });
    }
  }
}
