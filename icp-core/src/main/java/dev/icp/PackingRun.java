package dev.icp;

import dev.icp.PackingReport.SkippedDocument;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.ContextPacker;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wires the stages: documents, vectors, neighbour graph, order, contexts. Used once. */
final class PackingRun {
  /** What the report calls a close neighbour. */
  private static final float CLOSE = 0.95f;

  private final Settings settings;
  private final List<SkippedDocument> skipped = new ArrayList<>();
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
        Neighbourhood neighbourhood = neighbours(source, vectors, stages);
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
      java.util.Iterator<Document> documents) {
    new ReadingPass(
            settings.tokenizer(),
            tokens,
            ids,
            session,
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
   * @param kept corpus ordinals, ascending
   * @param close documents that had a close neighbour before any were dropped
   */
  @SuppressWarnings("ArrayRecordComponent") // Local to the run, never compared.
  private record Neighbourhood(NeighbourGraph graph, int[] kept, long close) {}

  private <V extends Vectors> Neighbourhood neighbours(
      GraphSource<V> source, @Nullable V vectors, StageRunner stages) {
    return stages.run(
        Stage.NEIGHBOURS,
        () -> {
          NeighbourGraph whole = source.neighbours(vectors, stages);
          long close = NearDuplicateFilter.withNeighbourAbove(whole, CLOSE);
          NeighbourGraph graph = whole;
          int[] kept = new int[whole.size()];
          java.util.Arrays.setAll(kept, i -> i);
          while (settings.nearDuplicates().drops()) {
            int[] stay = NearDuplicateFilter.kept(graph, settings.nearDuplicates().threshold());
            if (stay.length == kept.length) {
              break;
            }
            // A list full of near duplicates hides the ones beyond: look again among the rest.
            for (int i = 0; i < stay.length; i++) {
              stay[i] = kept[stay[i]];
            }
            kept = stay;
            graph = source.neighbours(vectors, whole, kept, stages);
          }
          return new Neighbourhood(graph, kept, close);
        });
  }

  private <V extends Vectors> PackedContexts order(
      GraphSource<V> source,
      @Nullable V vectors,
      Neighbourhood neighbourhood,
      StageRunner stages,
      TokenStore tokens,
      IdStore ids) {
    int[] kept = neighbourhood.kept();
    int separators = settings.separator() < 0 ? 0 : 1;
    return stages
        .run(
            Stage.ORDER,
            () -> {
              int[] counts = new int[kept.length];
              java.util.Arrays.setAll(counts, i -> tokens.count(kept[i]));
              DocumentOrder order =
                  settings
                      .orderer()
                      .order(
                          new OrderingProblem(
                              neighbourhood.graph(),
                              counts,
                              settings.contextLength(),
                              separators,
                              settings.boundary(),
                              stages));
              requireComplete(order, kept.length);
              int[] documents = order.documents();
              for (int i = 0; i < documents.length; i++) {
                documents[i] = kept[documents[i]];
              }
              ReportDraft draft = new ReportDraft(settings, source, skippedCount, skipped);
              draft.countDocuments(tokens, kept, neighbourhood.close());
              draft.measureOrder(order, documents, vectors);
              return new Ordered(documents, draft);
            })
        .contexts(settings, stages, tokens, ids);
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

  /** The order in corpus ordinals, and what is known for the report. */
  @SuppressWarnings("ArrayRecordComponent") // Local to the run, never compared.
  private record Ordered(int[] documents, ReportDraft draft) {
    PackedContexts contexts(Settings settings, StageRunner stages, TokenStore tokens, IdStore ids) {
      int[] counts = new int[documents.length];
      java.util.Arrays.setAll(counts, i -> tokens.count(documents[i]));
      int separators = settings.separator() < 0 ? 0 : 1;
      ContextLayout layout =
          new ContextLayout(
              documents, counts, separators, settings.contextLength(), settings.tail());
      draft.countContexts(layout, counts);
      return new PackedContexts(
          new ContextPacker(layout, tokens, ids, settings.separator(), settings.padding()),
          layout.leavingOrder(settings.pathOrder(), settings.seed()),
          draft.report(stages.reports()),
          settings.progress(),
          () -> {
            tokens.close();
            ids.close();
          });
    }
  }
}
