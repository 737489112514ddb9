package dev.icp.cli.shared;

import dev.icp.NeighbourIndexes;
import dev.icp.cli.shared.OptionValues.Method;
import dev.icp.cli.shared.OptionValues.Recall;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How neighbours are found. */
public final class MethodOptions {
  static final double DEFAULT_RECALL = 0.95;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = Method.class,
      description =
          "auto and blocked (reach --recall, comparing all with all where that is cheaper) or"
              + " exact; for dense vectors also hnsw (Lucene, keeping the neighbours seen while its"
              + " graph is built) and hnsw-plain (Lucene, built and then searched). Default: auto.")
  @Nullable DenseMethod method;

  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      converter = Recall.class,
      description =
          "Wanted share of the true nearest neighbours, above 0 and at most 1; exact finds all."
              + " Default: 0.95.")
  @Nullable Double recall;

  /** Returns what is wrong with the method where documents are compared by their words. */
  public @Nullable String wrongForWords() {
    return switch (methodOrDefault()) {
      case BLOCKED, EXACT -> null;
      case HNSW, HNSW_PLAIN ->
          "--method "
              + methodOrDefault().label()
              + " is for dense vectors; documents are compared by their words: auto, blocked or"
              + " exact";
    };
  }

  /** Returns how documents are compared by their words. */
  public NeighbourIndex<SparseVectors> sparseIndex() {
    return methodOrDefault() == DenseMethod.EXACT
        ? NeighbourIndexes.exactSparse()
        : NeighbourIndexes.invertedIndex(recallOrDefault());
  }

  public DenseMethod methodOrDefault() {
    return method == null ? DenseMethod.BLOCKED : method;
  }

  public double recallOrDefault() {
    return recall == null ? DEFAULT_RECALL : recall;
  }
}
