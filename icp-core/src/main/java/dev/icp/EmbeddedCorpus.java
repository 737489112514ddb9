package dev.icp;

import dev.icp.PackingReport.StageReport;
import dev.icp.internal.base.StageFolder;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.Vectors;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A corpus and the vectors of its documents, as {@link ContextBuilder#embed} returns it: row i is
 * that of document i, bad documents that were left out not counted. Thread-safe until it is closed.
 */
public final class EmbeddedCorpus implements AutoCloseable {
  private final ReadCorpus<?> corpus;
  private final Vectors vectors;
  private final List<StageReport> stages;
  private final Runnable onClose;
  private boolean closed;

  EmbeddedCorpus(ReadCorpus<?> corpus, List<StageReport> stages, StageFolder results) {
    this.corpus = corpus;
    vectors = Objects.requireNonNull(corpus.vectors());
    this.stages = List.copyOf(stages);
    onClose = () -> CorpusSteps.letGo(corpus, results);
  }

  /** Returns the number of documents. */
  public int size() {
    return vectors.size();
  }

  /** Returns a document's id, by its ordinal. */
  public String id(int ordinal) {
    return corpus.ids().get(Objects.checkIndex(ordinal, size()));
  }

  /** Returns what else is known of a document, by its ordinal. */
  public Map<String, Object> metadata(int ordinal) {
    return corpus.metadata().get(Objects.checkIndex(ordinal, size()));
  }

  /**
   * Returns the vectors: {@link DenseVectors} of a model or a function, {@link SparseVectors} of
   * words, {@link dev.icp.spi.PairedVectors} of both. To be read before this is closed.
   */
  public Vectors vectors() {
    return vectors;
  }

  /**
   * Returns the vectors of a model or a function.
   *
   * @throws IllegalStateException if they are of another kind
   */
  public DenseVectors dense() {
    if (vectors instanceof DenseVectors dense) {
      return dense;
    }
    throw new IllegalStateException("the embedder makes no dense vectors: " + embedder());
  }

  /**
   * Returns the number of floats in a vector; of words, how many different ones all vectors have.
   */
  public int dimension() {
    return CorpusSteps.dimension(vectors);
  }

  /** Returns the embedder's fingerprint; empty where vectors were given. */
  public String embedder() {
    return corpus.source().embedderFingerprint();
  }

  /** Returns how many bad documents were left out. */
  public long skipped() {
    return corpus.facts().skipped();
  }

  /** Returns how many documents have the very text of an earlier one. */
  public long exactCopies() {
    return corpus.facts().exactCopies();
  }

  /** Returns what reading and embedding took. */
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
