package dev.icp;

import static dev.icp.settings.PackingSettings.NEIGHBOURS;

import dev.icp.internal.documents.NoTokens;
import dev.icp.settings.PackingSettings;
import dev.icp.settings.TakesSettings;
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
import java.util.function.Supplier;
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
  private Function<PackingSettings, GraphSource<?>> graphSource = GraphSource::byWords;
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

  /**
   * Starts with a corpus that was {@linkplain #index indexed}: nothing is read, embedded or
   * searched for again, unless near duplicates are dropped or {@link #groupBy} is another, which
   * needs other neighbours. What is packed is what a run over the documents packs. Settings of the
   * steps before the order are the index's, and cannot be set to something else.
   *
   * @param searches what the index may have found its neighbours with, where that is one's own
   */
  public static ContextBuilder from(CorpusIndex index, NeighbourIndex<?>... searches) {
    List<NeighbourIndex<?>> known = List.of(searches);
    ContextBuilder builder = new ContextBuilder(Corpus.of(index));
    builder.tokenizer = index.tokenizer();
    builder.graphSource = settings -> index.source(known);
    return builder;
  }

  /**
   * Sets the tokenizer. Default: {@link Tokenizers#utf8Bytes}, or what is known of it in an index,
   * which is enough.
   */
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
    requireDocuments();
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
    requireDocuments();
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
    requireDocuments();
    graphSource = all -> GraphSource.graph(graph);
    return this;
  }

  private void requireDocuments() {
    if (corpus.index() != null) {
      throw new IllegalStateException(
          corpus.index().folder() + " was indexed: who is near whom stands in it");
    }
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
   * stages that were complete, if corpus (ids and texts, in order) and settings are the same as far
   * as they matter to the stage; anything else is thrown away. Closing the contexts deletes the
   * folder when they have been iterated over; {@link #keepWork} leaves it there. Nothing is left of
   * an orderer or index without a fingerprint, nor of vectors of {@link
   * dev.icp.spi.Embedder#of(int, java.util.function.Function) a function without a name}.
   *
   * <p>Dense vectors that a model or a named function makes stay in the directory ({@code
   * vectors-….kept}): after a run that was killed the next one goes on where it stopped, and one
   * over the same texts, with the same embedder, makes none. One run at a time may use it.
   */
  public ContextBuilder workDirectory(Path directory) {
    workDirectory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Leaves in the {@link #workDirectory} what the stages did there also after success: a run over
   * the same corpus with other settings redoes only what they matter to.
   */
  public ContextBuilder keepWork() {
    keepWork = true;
    return this;
  }

  /**
   * Gives each context the text of its segments, {@link PackedContext#texts}, also without {@link
   * #writers} that want it. The tokenizer has to {@linkplain Tokenizer#locate say} where tokens
   * end.
   */
  public ContextBuilder keepTexts() {
    keepTexts = true;
    return this;
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
   * Sets who is asked about a bad document, by the thread that reads, before it pulls the next. If
   * this returns, the document is skipped, counted and listed. Default: {@link #pack} throws.
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
   *     none of the tokenizer's, or if what was supplied broke its contract
   * @throws BadDocumentException if a document is bad
   * @throws IllegalStateException if the settings do not go together, or a stream has been read
   *     before
   * @throws java.io.UncheckedIOException if files cannot be written, or another run uses them
   */
  public PackedContexts pack(int contextLength) {
    return pack(ContextLengths.of(contextLength)).contexts().get(0);
  }

  LengthCurriculum pack(ContextLengths lengths) {
    return run(
        () -> {
          boolean texts = Fitting.keepsTexts(keepTexts, writers, tokenizer, corpus.index());
          Function<PackingSettings, Settings> snapshot =
              all -> snapshot(all, tokenizer, workDirectory, texts);
          return new PackingRun(lengths, Fitting.each(lengths, settings, snapshot, writers))
              .run(corpus);
        });
  }

  /**
   * Reads the corpus and makes the vectors by which documents are related, and nothing else: no
   * tokens, no contexts. To be closed.
   *
   * @throws IllegalStateException if {@link #graph} was given, which has no vectors
   */
  public EmbeddedCorpus embed() {
    requireDocuments();
    return run(() -> CorpusSteps.embed(steps(), corpus));
  }

  /**
   * Reads the corpus, makes its vectors and finds each document's nearest others, near duplicates
   * included: those by which {@link #pack} would put the documents in order. To be closed.
   */
  public CorpusNeighbours findNeighbours() {
    requireDocuments();
    return run(() -> CorpusSteps.findNeighbours(steps(), corpus));
  }

  /**
   * Reads the corpus, makes tokens and vectors, finds neighbours and keeps all of it in a folder,
   * for {@link #from} to pack from again and again. An index that is there is replaced; a run that
   * was killed goes on where it was. {@link CorpusIndex#update} is for a corpus that has changed.
   *
   * @param folder made if absent; everything is in {@code .icp-index} in it, for its owner only.
   *     Also the work directory, where none is set
   * @throws java.io.UncheckedIOException if it cannot be written, or another run is writing there
   * @throws IllegalStateException if vectors of one's own type are neither dense nor sparse
   */
  public CorpusIndex index(Path folder) {
    return index(folder, null);
  }

  /** Does so, after an index of an earlier state of the corpus if there is one. */
  CorpusIndex index(Path folder, @Nullable CorpusIndex old) {
    requireDocuments();
    Path work = workDirectory == null ? folder : workDirectory;
    PackingSettings all = CorpusSteps.needed(settings, tokenizer, old);
    return run(() -> CorpusSteps.index(snapshot(all, tokenizer, work, false), corpus, folder, old));
  }

  private Settings steps() {
    NoTokens none = new NoTokens(tokenizer.specialTokens());
    return snapshot(CorpusSteps.needed(settings), none, workDirectory, false);
  }

  /** Runs over the corpus, and closes it. */
  private <T extends @Nullable Object> T run(Supplier<T> steps) {
    T made = null;
    try {
      try (corpus) {
        made = steps.get();
      }
      return made;
    } catch (Throwable cause) {
      // The stream could not be closed: nobody else would let go of the work directory.
      if (made instanceof AutoCloseable open) {
        OnFailure.close(open, cause);
      }
      throw cause;
    }
  }

  private Settings snapshot(
      PackingSettings given, Tokenizer tokenizer, @Nullable Path work, boolean keepsTexts) {
    CorpusIndex index = corpus.index();
    PackingSettings all = index == null ? given : index.settings(given, tokenizer);
    GraphSource<?> source = graphSource.apply(all);
    Fitting.require(source, all, index == null && onBadDocument != null);
    return new Settings(
        all.check(tokenizer),
        tokenizer,
        source,
        threads,
        Fitting.firstOf(temporaryDirectory, work),
        work,
        keepWork,
        keepsTexts,
        memoryBudget,
        progress,
        Fitting.orThrow(onBadDocument));
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
}
