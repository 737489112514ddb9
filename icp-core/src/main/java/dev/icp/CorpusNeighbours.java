package dev.icp;

import dev.icp.PackingReport.StageReport;
import dev.icp.internal.base.StageFolder;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A corpus and each document's nearest others, as {@link ContextBuilder#findNeighbours} returns it:
 * those that packing would order by. Thread-safe until it is closed.
 */
public final class CorpusNeighbours implements AutoCloseable {
  private final ReadCorpus<?> corpus;
  private final NeighbourGraph graph;
  private final List<StageReport> stages;
  private final Runnable onClose;
  private boolean closed;

  CorpusNeighbours(
      ReadCorpus<?> corpus, NeighbourGraph graph, List<StageReport> stages, StageFolder results) {
    this.corpus = corpus;
    this.graph = graph;
    this.stages = List.copyOf(stages);
    onClose = () -> CorpusSteps.letGo(corpus, results);
  }

  /**
   * A document near another.
   *
   * @param ordinal its place in the corpus, bad documents that were left out not counted
   * @param cosine in [−1, 1]
   */
  public record Neighbour(int ordinal, String id, float cosine) {}

  /** Returns the number of documents. */
  public int size() {
    return graph.size();
  }

  /** Returns a document's id, by its ordinal. */
  public String id(int ordinal) {
    return corpus.ids().get(Objects.checkIndex(ordinal, size()));
  }

  /** Returns a document's neighbours, the nearest first; fewer than k where there are no more. */
  public List<Neighbour> of(int ordinal) {
    Objects.checkIndex(ordinal, size());
    return IntStream.range(0, graph.degree(ordinal))
        .mapToObj(
            rank -> {
              int other = graph.neighbour(ordinal, rank);
              return new Neighbour(other, id(other), graph.cosine(ordinal, rank));
            })
        .toList();
  }

  /** Returns all of them, by ordinal: what {@link ContextBuilder#graph} takes. */
  public NeighbourGraph graph() {
    return graph;
  }

  /**
   * Returns the vectors that they were found by; empty where a graph was given. To be read before
   * this is closed.
   */
  public Optional<Vectors> vectors() {
    return Optional.ofNullable(corpus.vectors());
  }

  /**
   * Returns the number of floats in a vector; of words, how many different ones all vectors have; 0
   * where a graph was given.
   */
  public int dimension() {
    return vectors().map(CorpusSteps::dimension).orElse(0);
  }

  /**
   * Returns the share of the true nearest neighbours that were found, as the index knows it: 1 of
   * an exact one, as measured on a sample by one that measures; NaN if nothing is known.
   */
  public double recall() {
    return graph.recall();
  }

  /**
   * Measures that share on documents drawn by the context's seed, each of which is compared with
   * all. Only of sparse and of dense vectors: of others it is what {@link #recall} says.
   *
   * @param sample how many are drawn, 1 or more; all if there are fewer
   * @param context threads and a seed, as of {@link dev.icp.spi.StageResources}
   * @throws IllegalArgumentException if {@code sample} is not positive
   */
  public double sampledRecall(int sample, StageContext context) {
    Vectors vectors = corpus.vectors();
    if (vectors instanceof SparseVectors sparse) {
      return NeighbourIndexes.sampledRecall(graph, sparse, sample, context);
    }
    if (vectors instanceof DenseVectors dense) {
      return NeighbourIndexes.sampledRecall(graph, dense, sample, context);
    }
    return recall();
  }

  /** Returns what reading, embedding and searching took. */
  public List<StageReport> stages() {
    return stages;
  }

  /**
   * Lets go of memory and temporary files, and of what the stages left in the {@linkplain
   * ContextBuilder#workDirectory work directory}, unless {@link ContextBuilder#keepWork} was
   * called. Closing twice does nothing.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
