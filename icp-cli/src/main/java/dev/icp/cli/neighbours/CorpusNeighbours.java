package dev.icp.cli.neighbours;

import dev.icp.BadDocumentException;
import dev.icp.ContextBuilder;
import dev.icp.ContextOrderers;
import dev.icp.Embedders;
import dev.icp.NeighbourIndexes;
import dev.icp.PackedContexts;
import dev.icp.PackingReport.StageReport;
import dev.icp.Stage;
import dev.icp.Tokenizers;
import dev.icp.cli.shared.CorpusInput;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Neighbours of documents by their words. They are found by a packing run whose contexts no one
 * asks for, so they are the very ones that {@code icp pack} orders by, and the same documents are
 * bad.
 */
final class CorpusNeighbours {
  private CorpusNeighbours() {}

  /**
   * @param sample documents to measure the recall on; 0 for none
   */
  static FoundNeighbours find(
      CorpusInput corpus,
      ContextBuilder builder,
      int k,
      NeighbourIndex<SparseVectors> index,
      int sample) {
    Keeper keeper = new Keeper(index, sample);
    try (PackedContexts contexts =
        builder
            .neighbours(Embedders.lexical(), keeper, k)
            .orderer(ContextOrderers.byName("input"))
            .tokenizer(Tokenizers.none())
            .noSeparator()
            .pack(1)) {
      List<StageReport> stages = contexts.report().run().stages();
      NeighbourGraph graph = keeper.graph();
      return new FoundNeighbours(
          graph,
          keeper.terms,
          // Only an exact index knows that it is.
          graph.recall() == 1 ? "inverted-index" : "blocked",
          seconds(stages, Stage.EMBED),
          seconds(stages, Stage.NEIGHBOURS) - keeper.secondsMeasuring,
          keeper.recall);
    } catch (BadDocumentException e) {
      throw corpus.refused(e);
    }
  }

  private static double seconds(List<StageReport> stages, Stage stage) {
    return stages.stream()
        .filter(report -> report.stage() == stage)
        .mapToDouble(StageReport::seconds)
        .sum();
  }

  /** Keeps what the index finds, and measures it. */
  private static final class Keeper implements NeighbourIndex<SparseVectors> {
    private final NeighbourIndex<SparseVectors> index;
    private final int sample;
    private @Nullable NeighbourGraph graph;
    private int terms;
    private double recall = Double.NaN;
    private double secondsMeasuring;

    Keeper(NeighbourIndex<SparseVectors> index, int sample) {
      this.index = index;
      this.sample = sample;
    }

    @Override
    public NeighbourGraph neighbours(SparseVectors vectors, int k, StageContext context) {
      NeighbourGraph found = index.neighbours(vectors, k, context);
      graph = found;
      terms = vectors.terms();
      long start = System.nanoTime();
      if (found.recall() == 1) {
        recall = 1;
      } else if (sample > 0) {
        recall = NeighbourIndexes.sampledRecall(found, vectors, sample, context);
      }
      secondsMeasuring = (System.nanoTime() - start) / 1e9;
      return found;
    }

    @Override
    public String fingerprint() {
      return index.fingerprint();
    }

    NeighbourGraph graph() {
      if (graph == null) {
        throw new IllegalStateException("the run has not come to the neighbours");
      }
      return graph;
    }
  }
}
