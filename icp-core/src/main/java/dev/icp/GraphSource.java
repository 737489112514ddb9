package dev.icp;

import dev.icp.internal.base.StageKey;
import dev.icp.internal.neighbours.graph.SuppliedGraph;
import dev.icp.internal.vectors.FunctionEmbedder;
import dev.icp.internal.vectors.LexicalEmbedder;
import dev.icp.internal.vectors.SuppliedVectors;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.OnFailure;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the neighbour graph comes from: texts that are embedded, vectors that are there already, or
 * a graph that is there already.
 *
 * @param <V> the kind of vectors
 */
final class GraphSource<V extends Vectors> {
  private final @Nullable Embedder<? extends V> embedder;
  private final @Nullable V vectors;
  private final @Nullable NeighbourIndex<? super V> index;
  private final @Nullable NeighbourGraph graph;
  private final int k;

  private GraphSource(
      @Nullable Embedder<? extends V> embedder,
      @Nullable V vectors,
      @Nullable NeighbourIndex<? super V> index,
      @Nullable NeighbourGraph graph,
      int k) {
    this.embedder = embedder;
    this.vectors = vectors;
    this.index = index;
    this.graph = graph;
    this.k = k;
  }

  /** Returns what there is where nothing else is asked for. */
  static GraphSource<?> byWords(PackingSettings settings) {
    return embedding(
        Embedders.lexical(),
        NeighbourIndexes.invertedIndex(settings.get(PackingSettings.RECALL)),
        settings.get(PackingSettings.NEIGHBOURS));
  }

  static <V extends Vectors> GraphSource<V> embedding(
      Embedder<? extends V> embedder, NeighbourIndex<? super V> index, int k) {
    return new GraphSource<>(embedder, null, index, null, k);
  }

  static <V extends Vectors> GraphSource<V> vectors(
      V vectors, NeighbourIndex<? super V> index, int k) {
    return new GraphSource<>(null, vectors, index, null, k);
  }

  static GraphSource<Vectors> graph(NeighbourGraph graph) {
    return new GraphSource<>(null, null, null, graph, graph.k());
  }

  /** Returns vectors that an index holds, and its graph beside them. */
  static GraphSource<Vectors> indexed(
      Embedder<Vectors> recorded, NeighbourIndex<? super Vectors> index, int k) {
    return new GraphSource<>(recorded, null, index, null, k);
  }

  /**
   * Returns the same as it goes on after an earlier state of the corpus: words weigh what they
   * weighed then.
   *
   * @param earlier vectors of that state
   */
  GraphSource<V> after(Vectors earlier) {
    if (!weighsWords() || LexicalEmbedder.weighedBy(earlier) == 0) {
      return this;
    }
    @SuppressWarnings("unchecked") // Of the same kind.
    Embedder<? extends V> weighing =
        (Embedder<? extends V>) (Embedder<?>) LexicalEmbedder.weighingAs(earlier);
    return new GraphSource<>(weighing, null, index, null, k);
  }

  /** Returns whether vectors are of words. */
  boolean weighsWords() {
    return embedder instanceof LexicalEmbedder;
  }

  /** Returns whether what makes the vectors can be told from others. */
  boolean isNamed() {
    return !(embedder instanceof FunctionEmbedder function) || function.isNamed();
  }

  /** Returns whether rows were given, so that documents must not be skipped. */
  boolean isGiven() {
    return embedder == null;
  }

  /** Returns whether nothing but a graph was given. */
  boolean isGraph() {
    return graph != null;
  }

  /** Starts embedding, where there is something to embed. */
  @Nullable EmbeddingSession<? extends V> open(StageContext context) {
    return embedder == null ? null : requireReturned(embedder.open(context), "embedder", "session");
  }

  private static <T> T requireReturned(@Nullable T result, String part, String name) {
    if (result == null) {
      throw new IllegalArgumentException("the " + part + " returned null for its " + name);
    }
    return result;
  }

  /** Returns the vectors, made by the session that {@link #open} returned; null for a graph. */
  @Nullable V vectors(@Nullable EmbeddingSession<?> session, int documents) {
    V result = vectors;
    if (session != null) {
      @SuppressWarnings("unchecked") // It came from this embedder.
      V made = (V) requireReturned(session.finish(), "embedder", "vectors");
      result = made;
    }
    V found = result;
    try {
      check(found, documents);
      return found;
    } catch (Throwable cause) {
      OnFailure.close(() -> close(found), cause);
      throw cause;
    }
  }

  private void check(@Nullable V result, int documents) {
    int size = result != null ? result.size() : Objects.requireNonNull(graph).size();
    if (size != documents) {
      throw new IllegalArgumentException(
          (result != null ? "vectors: " : "graph: ")
              + size
              + " rows for "
              + documents
              + " documents");
    }
    if (result != null) {
      SuppliedVectors.check(result);
    } else {
      SuppliedGraph.check(Objects.requireNonNull(graph));
    }
  }

  /** Returns vectors that the embedder of an earlier run made as its own. */
  V accept(Vectors made) {
    @SuppressWarnings("unchecked") // They are of a kind whose interface is all that indexes know.
    V mine = (V) made;
    return mine;
  }

  /** Returns the neighbour graph of all documents. */
  NeighbourGraph neighbours(@Nullable V all, StageContext context) {
    return all == null ? Objects.requireNonNull(graph) : search(all, context);
  }

  private NeighbourGraph search(V some, StageContext context) {
    NeighbourGraph found =
        requireReturned(
            Objects.requireNonNull(index).neighbours(some, k, context), "neighbour index", "graph");
    if (found.size() != some.size()) {
      throw new IllegalArgumentException(
          "the neighbour index returned a graph of "
              + found.size()
              + " documents for "
              + some.size()
              + " vectors");
    }
    SuppliedGraph.check(found);
    return found;
  }

  /** Returns a view of some of the vectors, for an index that takes all of them. */
  static <V extends Vectors> V subset(V all, int[] some) {
    @SuppressWarnings("unchecked") // A subset is of the kind that the vectors' indexes take.
    V subset = (V) all.subset(some);
    return subset;
  }

  /** Closes vectors that were made here; given ones belong to the caller. */
  void close(@Nullable Vectors made) {
    if (made != null && embedder != null) {
      made.close();
    }
  }

  /** Returns what the vectors depend on, the corpus apart. */
  StageKey vectorsKey() {
    return StageKey.start().with("embedder", embedderFingerprint());
  }

  /** Returns what a graph depends on, the vectors apart. */
  StageKey graphKey() {
    return StageKey.start().with("index", indexFingerprint()).with("neighbours", k);
  }

  /** Returns what tells the search from others; empty where nothing does. */
  String searchName() {
    return indexFingerprint().isBlank() ? "" : indexFingerprint() + ", " + k + " neighbours";
  }

  int k() {
    return k;
  }

  boolean deterministic() {
    return index == null || index.deterministic();
  }

  String embedderFingerprint() {
    return embedder == null ? "" : embedder.fingerprint();
  }

  String indexFingerprint() {
    return index == null ? "" : index.fingerprint();
  }
}
