package dev.icp;

import static dev.icp.settings.PackingSettings.CONTEXT_LENGTH;
import static dev.icp.settings.PackingSettings.NEIGHBOURS;
import static dev.icp.settings.PackingSettings.ORDERER;
import static dev.icp.settings.PackingSettings.RECALL;

import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.settings.TakesSettings;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.ContextWriter;
import dev.icp.spi.Embedder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.OnFailure;
import dev.icp.spi.Tokenizer;
import dev.icp.spi.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packs a corpus into contexts of related documents, each document used exactly once.
 *
 * <pre>{@code
 * try (PackedContexts contexts = ContextBuilder.of(documents).pack(8192)) {
 *   contexts.stream().forEach(context -> train(context.tokens()));
 * }
 * }</pre>
 *
 * <p>Every setting has a default. Setters check their value at once; {@link #pack} checks how they
 * go together, takes a snapshot of them and does all the work up to the order; the contexts are
 * then made one at a time as they are asked for. The same corpus, settings and seed give the same
 * contexts, whatever the number of threads (as long as the index is {@link
 * NeighbourIndex#deterministic}). Not thread-safe.
 */
public final class ContextBuilder implements TakesSettings<ContextBuilder> {
  private final Corpus corpus;
  private Tokenizer tokenizer = Tokenizers.utf8Bytes();
  private Function<PackingSettings, GraphSource<?>> graphSource =
      settings ->
          GraphSource.embedding(
              Embedders.lexical(),
              NeighbourIndexes.invertedIndex(settings.get(RECALL)),
              settings.get(NEIGHBOURS));
  private PackingSettings settings = PackingSettings.defaults();
  private List<ContextWriter> writers = List.of();
  private int threads = Runtime.getRuntime().availableProcessors();
  private @Nullable Path temporaryDirectory;
  private @Nullable Path workDirectory;
  private boolean keepWork;
  private boolean keepTexts;
  private long memoryBudget = Runtime.getRuntime().maxMemory() / 4;
  private ProgressListener progress = (stage, done, total) -> {};
  private @Nullable Consumer<BadDocumentException> onBadDocument;

  private ContextBuilder(Corpus corpus) {
    this.corpus = corpus;
  }

  /**
   * Starts with documents that are read once, in order, by the thread that calls {@link #pack}.
   *
   * @throws NullPointerException if {@code documents} is null
   */
  public static ContextBuilder of(Iterable<Document> documents) {
    Objects.requireNonNull(documents, "documents");
    return new ContextBuilder(Corpus.of(documents));
  }

  /**
   * Starts with documents that are read once, in the stream's order, and may be more than memory
   * holds. {@link #pack} closes the stream, whether it returns or throws; such a builder packs
   * once.
   *
   * @throws NullPointerException if {@code documents} is null
   */
  public static ContextBuilder of(Stream<Document> documents) {
    Objects.requireNonNull(documents, "documents");
    return new ContextBuilder(Corpus.of(documents));
  }

  /**
   * Starts with texts; their ids are "0", "1", … in order.
   *
   * @throws NullPointerException if {@code texts} is null
   */
  public static ContextBuilder ofTexts(Iterable<String> texts) {
    Objects.requireNonNull(texts, "texts");
    return new ContextBuilder(Corpus.ofTexts(texts));
  }

  /** Sets the tokenizer. Default: {@link Tokenizers#utf8Bytes}. */
  public ContextBuilder tokenizer(Tokenizer tokenizer) {
    this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
    return this;
  }

  @Override
  public PackingSettings settings() {
    return settings;
  }

  /**
   * Replaces all settings that decide what the contexts are; {@linkplain #threads where} and
   * {@linkplain #workDirectory how} it is done stays as it is.
   */
  @Override
  public ContextBuilder settings(PackingSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    return this;
  }

  /**
   * Sets how related documents are found. Default: {@link Embedders#lexical}, {@link
   * NeighbourIndexes#invertedIndex(double)} at the {@link #recall} that is set, 20 neighbours.
   * Replaces {@link #vectors} and {@link #graph}.
   *
   * @param k neighbours of each document, 1 or more; replaces {@link #neighbours(int)}
   * @throws IllegalArgumentException if {@code k} is not positive
   */
  public <V extends Vectors> ContextBuilder neighbours(
      Embedder<? extends V> embedder, NeighbourIndex<? super V> index, int k) {
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(index, "index");
    neighbours(k);
    graphSource = all -> GraphSource.embedding(embedder, index, all.get(NEIGHBOURS));
    return this;
  }

  /**
   * Takes vectors that are there already: row i belongs to document i. They must be normalised,
   * which {@link #pack} checks, and stay the caller's to close after it has returned. Replaces
   * {@link #neighbours(Embedder, NeighbourIndex, int)} and {@link #graph}.
   *
   * @param k neighbours of each document, 1 or more; replaces {@link #neighbours(int)}
   * @throws IllegalArgumentException if {@code k} is not positive
   */
  public <V extends Vectors> ContextBuilder vectors(
      V vectors, NeighbourIndex<? super V> index, int k) {
    Objects.requireNonNull(vectors, "vectors");
    Objects.requireNonNull(index, "index");
    neighbours(k);
    graphSource = all -> GraphSource.vectors(vectors, index, all.get(NEIGHBOURS));
    return this;
  }

  /**
   * Takes a neighbour graph that is there already: number i is document i. Replaces {@link
   * #neighbours(Embedder, NeighbourIndex, int)} and {@link #vectors}.
   */
  public ContextBuilder graph(NeighbourGraph graph) {
    Objects.requireNonNull(graph, "graph");
    graphSource = all -> GraphSource.graph(graph);
    return this;
  }

  /**
   * Sets the number of worker threads. Default: one for each processor. Has no influence on the
   * contexts.
   *
   * @throws IllegalArgumentException if {@code threads} is not positive
   */
  public ContextBuilder threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + ", expected 1 or more");
    }
    this.threads = threads;
    return this;
  }

  /**
   * Sets where temporary files go when the memory budget is used up; made if absent, never deleted.
   * Default: the work directory if there is one, else the system's temporary folder. The files
   * vanish when the contexts are closed, or when the JVM ends.
   */
  public ContextBuilder temporaryDirectory(Path directory) {
    temporaryDirectory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Sets where a run that fails or is killed leaves what it has done, so that the next one goes on
   * there; made if absent, never deleted. Default: nowhere.
   *
   * <p>Every stage leaves its result in the folder {@code .icp-stages}: tokens, vectors, neighbour
   * graph and order. The next run with this directory reads the corpus again, and goes on after the
   * stages that were complete, if they are of the same corpus (ids and texts, in order) and of the
   * same settings as far as they matter to the stage; what is half-written or of something else is
   * thrown away. What comes out is the same. Closing the contexts deletes the folder when they have
   * been iterated over; {@link #keepWork} leaves it there. Nothing is left of an orderer or index
   * without a fingerprint, nor of vectors of {@link dev.icp.spi.Embedder#of(int,
   * java.util.function.Function) a function without a name}.
   *
   * <p>Dense vectors that a model or a named function makes stay in the directory ({@code
   * vectors-….kept}): after a run that was killed the next one goes on where it stopped, and one
   * over the same texts, with the same embedder, makes none. Another embedder's vectors are in
   * another file.
   *
   * <p>One run at a time may use such a directory, until its contexts are closed. The files in it
   * can be deleted when no run is under way.
   */
  public ContextBuilder workDirectory(Path directory) {
    workDirectory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Leaves in the {@link #workDirectory} what the stages did there also after success, for a run
   * over the same corpus with other settings: it redoes only what they matter to.
   */
  public ContextBuilder keepWork() {
    keepWork = true;
    return this;
  }

  /**
   * Gives each context the text of its segments: {@link PackedContext#texts}. Texts are kept beside
   * the tokens until the contexts are closed, in memory as far as {@link #memoryBudget} lasts, and
   * where each token ends in them, some two bytes a token. Done by itself for {@link #writers} that
   * want texts. The tokenizer has to {@linkplain Tokenizer#locate say} where tokens end. Default:
   * texts are gone once they are tokens.
   */
  public ContextBuilder keepTexts() {
    keepTexts = true;
    return this;
  }

  private boolean keepsTexts() {
    boolean keeps = keepTexts || writers.stream().anyMatch(ContextWriter::wantsTexts);
    if (keeps) {
      try {
        tokenizer.locate("");
      } catch (UnsupportedOperationException e) {
        throw new IllegalStateException("keepTexts: " + e.getMessage(), e);
      }
    }
    return keeps;
  }

  /**
   * Sets how many bytes of heap tokens, ids, vectors and kept texts may take before they go to
   * files. Default: a quarter of the maximum heap.
   *
   * @param bytes 0 or more
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public ContextBuilder memoryBudget(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("memoryBudget: " + bytes + ", expected 0 or more");
    }
    memoryBudget = bytes;
    return this;
  }

  /** Sets who hears of progress. Default: no one. */
  public ContextBuilder progress(ProgressListener listener) {
    progress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets who is asked about a bad document. It is called by the thread that reads, before the next
   * document is pulled; if it returns, the document is skipped, counted and listed in the report.
   * Default: the exception is thrown by {@link #pack}.
   */
  public ContextBuilder onBadDocument(Consumer<BadDocumentException> handler) {
    onBadDocument = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Reads the corpus, finds neighbours and puts the documents in order. The contexts are made when
   * they are iterated over, and must be closed.
   *
   * @param contextLength tokens in a context, 1 or more
   * @throws IllegalArgumentException if {@code contextLength} is not positive, if given vectors or
   *     a given graph have another size than the corpus, if separator, begin token or padding is
   *     none of the tokenizer's, or if what was supplied (tokenizer, embedder, vectors, index,
   *     orderer) broke its contract
   * @throws BadDocumentException if a document is bad
   * @throws IllegalStateException if the settings do not go together, or a stream has been read
   *     before
   * @throws java.io.UncheckedIOException if a temporary file or the work directory cannot be
   *     written, or another run is using that
   */
  public PackedContexts pack(int contextLength) {
    PackedContexts contexts = null;
    try {
      try (corpus) {
        Settings snapshot = snapshot(settings.set(CONTEXT_LENGTH, contextLength));
        requireWritable(snapshot.packing());
        contexts = new PackingRun(snapshot).run(corpus);
      }
      return contexts;
    } catch (Throwable cause) {
      // The stream could not be closed: nobody else would let go of the work directory.
      OnFailure.close(contexts, cause);
      throw cause;
    }
  }

  private Settings snapshot(PackingSettings all) {
    GraphSource<?> source = graphSource.apply(all);
    if (onBadDocument != null && source.isGiven()) {
      throw new IllegalStateException(
          "onBadDocument does not go with vectors or a graph: their rows belong to documents by"
              + " position, which a skipped document would shift");
    }
    ContextOrderer orderer = all.get(ORDERER);
    if (source.isGiven() && orderer.pieceCharacters() > 0) {
      throw new IllegalStateException(
          "the order "
              + orderer
              + " goes by pieces of documents, for which it needs an embedder: vectors() and"
              + " graph() give none");
    }
    if (source.isGraph() && orderer.needsVectors()) {
      throw new IllegalStateException(
          "the order "
              + orderer
              + " compares any two documents, for which it needs their vectors: graph() gives"
              + " none");
    }
    return new Settings(
        all.check(tokenizer),
        tokenizer,
        source,
        threads,
        temporaryDirectory(),
        workDirectory,
        keepWork,
        keepsTexts(),
        memoryBudget,
        progress,
        onBadDocument != null
            ? onBadDocument
            : bad -> {
              throw bad;
            });
  }

  /**
   * Names who will write the contexts, so that what they cannot hold is refused before anything is
   * read. The contexts are still handed to them with {@link PackedContexts#writeTo}. Default: none.
   *
   * @throws NullPointerException if one is null
   */
  public ContextBuilder writers(ContextWriter... contextWriters) {
    writers = List.of(contextWriters);
    return this;
  }

  private void requireWritable(CheckedSettings packing) {
    int largest = tokenizer.vocabularySize() - 1;
    for (ContextWriter writer : writers) {
      writer.require(new ContextWriter.Planned(packing.contextLength(), packing.tail(), largest));
    }
  }

  private Path temporaryDirectory() {
    if (temporaryDirectory != null) {
      return temporaryDirectory;
    }
    return workDirectory != null ? workDirectory : Path.of(System.getProperty("java.io.tmpdir"));
  }
}
