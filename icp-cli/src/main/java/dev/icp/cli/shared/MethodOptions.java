package dev.icp.cli.shared;

import dev.icp.NeighbourIndexes;
import dev.icp.cli.shared.OptionValues.Method;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How neighbours are found. */
public final class MethodOptions {
  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = Method.class,
      description =
          "auto and blocked (reach --recall, comparing all with all where that is cheaper) or"
              + " exact; for dense vectors also hnsw (Lucene, keeping the neighbours seen while its"
              + " graph is built) and hnsw-plain (Lucene, built and then searched), which take"
              + " several times as long for as many. Default: auto.")
  @Nullable DenseMethod method;

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

  /**
   * Returns how documents are compared by their words.
   *
   * @param recall wanted share of the true neighbours
   */
  public NeighbourIndex<SparseVectors> sparseIndex(double recall) {
    return methodOrDefault() == DenseMethod.EXACT
        ? NeighbourIndexes.exactSparse()
        : NeighbourIndexes.invertedIndex(recall);
  }

  public DenseMethod methodOrDefault() {
    return method == null ? DenseMethod.BLOCKED : method;
  }
}
