package dev.icp.bench;

import dev.icp.NeighbourIndexes;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A made corpus and what the stages up to the neighbour graph make of it.
 *
 * @param texts the documents
 * @param vectors of the default embedder
 * @param graph 20 neighbours of each
 */
record RelatedCorpus(List<String> texts, SparseVectors vectors, NeighbourGraph graph) {
  private static final int NEIGHBOURS = 20;

  static RelatedCorpus of(int documents) {
    int threads = Runtime.getRuntime().availableProcessors();
    List<String> texts = MadeCorpus.of(documents, 1).texts();
    try (StageResources resources = StageResources.open(threads, 1)) {
      SparseVectors vectors = Embedding.lexical(texts, resources);
      NeighbourGraph graph =
          NeighbourIndexes.exactSparse().neighbours(vectors, NEIGHBOURS, resources);
      return new RelatedCorpus(texts, vectors, graph);
    }
  }

  /** Returns the bytes of each document, which are its tokens. */
  int[] tokenCounts() {
    return texts.stream().mapToInt(t -> t.getBytes(StandardCharsets.UTF_8).length).toArray();
  }

  /** Returns the mean cosine of documents side by side in an order. */
  double adjacentCosine(DocumentOrder order) {
    double sum = 0;
    for (int p = 1; p < order.size(); p++) {
      sum += vectors.cosine(order.document(p - 1), order.document(p));
    }
    return sum / (order.size() - 1);
  }
}
