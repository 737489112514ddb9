package dev.icp.cli.neighbours;

import dev.icp.BadDocumentException;
import dev.icp.ContextBuilder;
import dev.icp.CorpusNeighbours;
import dev.icp.Embedders;
import dev.icp.PackingReport.StageReport;
import dev.icp.Stage;
import dev.icp.cli.shared.CorpusInput;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.List;

/** Neighbours of documents by their words: those that {@code icp pack} orders by. */
final class WordNeighbours {
  private WordNeighbours() {}

  /**
   * @param sample documents to measure the recall on; 0 for none
   * @param context for measuring it
   */
  static FoundNeighbours find(
      CorpusInput corpus,
      ContextBuilder builder,
      int k,
      NeighbourIndex<SparseVectors> index,
      int sample,
      StageContext context) {
    try (CorpusNeighbours found =
        builder.neighbours(Embedders.lexical(), index, k).findNeighbours()) {
      boolean exact = found.recall() == 1;
      return new FoundNeighbours(
          found.graph(),
          found.dimension(),
          // Only an exact index knows that it is.
          exact ? "inverted-index" : "blocked",
          seconds(found.stages(), Stage.EMBED),
          seconds(found.stages(), Stage.NEIGHBOURS),
          exact ? 1 : sample > 0 ? found.sampledRecall(sample, context) : Double.NaN);
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
}
