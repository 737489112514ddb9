package dev.icp.cli.shared;

import dev.icp.NeighbourIndexes;
import dev.icp.lucene.LuceneHnswIndex;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourIndex;
import java.util.Locale;
import java.util.function.Consumer;

/** Ways to find the neighbours of dense vectors. */
public enum DenseMethod {
  BLOCKED,
  EXACT,
  HNSW,
  HNSW_PLAIN;

  /** Returns the name on the command line and in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the index.
   *
   * @param remarks hears what is to be said of what it did
   */
  public NeighbourIndex<DenseVectors> index(double recall, Consumer<String> remarks) {
    return switch (this) {
      case BLOCKED -> NeighbourIndexes.blocked(recall);
      case EXACT -> NeighbourIndexes.exact();
      case HNSW -> LuceneHnswIndex.builder().recall(recall).remarks(remarks).build();
      case HNSW_PLAIN ->
          LuceneHnswIndex.builder().recall(recall).collecting(false).deterministic(false).build();
    };
  }
}
