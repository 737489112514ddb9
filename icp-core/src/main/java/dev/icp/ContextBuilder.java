package dev.icp;

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
import java.util.OptionalInt;
import java.util.function.Consumer;
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
public final class ContextBuilder {
  private static final int LOOK_AHEAD = 256;

  private final Corpus corpus;
  private Tokenizer tokenizer = Tokenizers.utf8Bytes();
  private GraphSource<?> graphSource =
      GraphSource.embedding(Embedders.lexical(), NeighbourIndexes.invertedIndex(0.95), 20);
  private NearDuplicates nearDuplicates = NearDuplicates.keep();
  private ContextOrderer orderer = ContextOrderers.cohesive();
  private @Nullable Integer separator;
  private boolean noSeparator;
  private Begin begin = Begin.NONE;
  private @Nullable Integer beginToken;
  private @Nullable Integer padding;
  private boolean refusesSpecialTokens;
  private Boundary boundary = Boundary.SPLIT;
  private @Nullable Integer lookAhead;
  private boolean startAtDocument;
  private Tail tail = Tail.SHORT;
  private List<ContextWriter> writers = List.of();
  private boolean pathOrder;
  private long seed;
  private int threads = Runtime.getRuntime().availableProcessors();
  private @Nullable Path temporaryDirectory;
  private @Nullable Path workDirectory;
  private boolean keepWork;
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

  /**
   * Sets how related documents are found. Default: {@link Embedders#lexical}, {@link
   * NeighbourIndexes#invertedIndex(double)} at 0.95, 20 neighbours. Replaces {@link #vectors} and
   * {@link #graph}.
   *
   * @param k neighbours of each document, 1 or more
   * @throws IllegalArgumentException if {@code k} is not positive
   */
  public <V extends Vectors> ContextBuilder neighbours(
      Embedder<? extends V> embedder, NeighbourIndex<? super V> index, int k) {
    graphSource = GraphSource.embedding(embedder, index, k);
    return this;
  }

  /**
   * Takes vectors that are there already: row i belongs to document i. They must be normalised,
   * which {@link #pack} checks, and stay the caller's to close after it has returned. Replaces
   * {@link #neighbours} and {@link #graph}.
   *
   * @param k neighbours of each document, 1 or more
   * @throws IllegalArgumentException if {@code k} is not positive
   */
  public <V extends Vectors> ContextBuilder vectors(
      V vectors, NeighbourIndex<? super V> index, int k) {
    graphSource = GraphSource.vectors(vectors, index, k);
    return this;
  }

  /**
   * Takes a neighbour graph that is there already: number i is document i. Replaces {@link
   * #neighbours} and {@link #vectors}.
   */
  public ContextBuilder graph(NeighbourGraph graph) {
    graphSource = GraphSource.graph(graph);
    return this;
  }

  /** Sets what happens to near duplicates. Default: {@link NearDuplicates#keep}. */
  public ContextBuilder nearDuplicates(NearDuplicates policy) {
    nearDuplicates = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /** Sets the order. Default: {@link ContextOrderers#cohesive}. */
  public ContextBuilder orderer(ContextOrderer orderer) {
    this.orderer = Objects.requireNonNull(orderer, "orderer");
    return this;
  }

  /**
   * Sets the token that is written after each document. Default: the tokenizer's own.
   *
   * @param token one of the tokenizer's, which {@link #pack} checks
   * @throws IllegalArgumentException if {@code token} is negative
   */
  public ContextBuilder separator(int token) {
    separator = requireToken("separator", token);
    noSeparator = false;
    return this;
  }

  /** Writes no token after documents. */
  public ContextBuilder noSeparator() {
    separator = null;
    noSeparator = true;
    return this;
  }

  /**
   * Writes the tokenizer's {@linkplain Tokenizer#begin begin token} before documents or contexts.
   * Default: {@link Begin#NONE}.
   */
  public ContextBuilder begin(Begin where) {
    begin = Objects.requireNonNull(where, "where");
    beginToken = null;
    return this;
  }

  /**
   * Writes a begin token of one's choice before documents or contexts.
   *
   * @param token one of the tokenizer's, which {@link #pack} checks
   * @throws IllegalArgumentException if {@code token} is negative
   */
  public ContextBuilder begin(Begin where, int token) {
    begin = Objects.requireNonNull(where, "where");
    beginToken = requireToken("begin", token);
    return this;
  }

  /**
   * Sets the token that fills up contexts: the last one under {@link Tail#PAD}, any of them under
   * {@link Boundary#KEEP_WHOLE} or {@link #startAtDocument} with {@link Begin#DOCUMENT}. Default:
   * the separator.
   *
   * @param token one of the tokenizer's, which {@link #pack} checks
   * @throws IllegalArgumentException if {@code token} is negative
   */
  public ContextBuilder padding(int token) {
    padding = requireToken("padding", token);
    return this;
  }

  /**
   * Takes a document that has one of the tokenizer's {@linkplain Tokenizer#specialTokens special
   * tokens} written out in its text for a bad one. By default they are counted in the report, and
   * what becomes of them is the tokenizer's choice.
   */
  public ContextBuilder refuseSpecialTokens() {
    refusesSpecialTokens = true;
    return this;
  }

  private static int requireToken(String name, int token) {
    if (token < 0) {
      throw new IllegalArgumentException(name + ": " + token + ", expected 0 or more");
    }
    return token;
  }

  /** Sets how documents that do not fit are cut. Default: {@link Boundary#SPLIT}. */
  public ContextBuilder boundary(Boundary boundary) {
    this.boundary = Objects.requireNonNull(boundary, "boundary");
    return this;
  }

  /**
   * Sets how many documents along the order, beyond the one that does not fit into the rest of a
   * context, are looked at for one to fill the gap with. Default: {@value #LOOK_AHEAD}. Only for
   * {@link Boundary#KEEP_WHOLE}.
   *
   * @param documents 0 or more
   * @throws IllegalArgumentException if {@code documents} is negative
   */
  public ContextBuilder lookAhead(int documents) {
    if (documents < 0) {
      throw new IllegalArgumentException("lookAhead: " + documents + ", expected 0 or more");
    }
    lookAhead = documents;
    return this;
  }

  /**
   * Lets every context begin with the beginning of a document. What is left of a document that was
   * cut, which otherwise would begin the next context, stands there behind the next document
   * instead; so nothing is lost or padded for it (but a single token that {@link Begin#DOCUMENT}
   * would leave without its document). Only where no document is left to begin a context with does
   * one begin within a document; {@link PackingReport.Contexts#beginningWithin} counts them. A
   * separator that would begin a context is left out.
   */
  public ContextBuilder startAtDocument() {
    startAtDocument = true;
    return this;
  }

  /** Sets what happens to a last context that is not full. Default: {@link Tail#SHORT}. */
  public ContextBuilder tail(Tail tail) {
    this.tail = Objects.requireNonNull(tail, "tail");
    return this;
  }

  /**
   * Lets the contexts leave along the path, one related to the next. By default they are shuffled
   * by seed, and neighbours that are alike all the same are parted (where vectors are known),
   * because a trainer that reads them in sequence should not see one topic for long (the paper's
   * authors warn of it).
   */
  public ContextBuilder keepPathOrder() {
    pathOrder = true;
    return this;
  }

  /** Sets the seed of everything random. Default: 0. */
  public ContextBuilder seed(long seed) {
    this.seed = seed;
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
   * Sets how many bytes of heap tokens, ids and vectors may take before they go to files. Default:
   * a quarter of the maximum heap.
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
        Settings settings = snapshot(contextLength);
        requireWritable(settings);
        contexts = new PackingRun(settings).run(corpus);
      }
      return contexts;
    } catch (Throwable cause) {
      // The stream could not be closed: nobody else would let go of the work directory.
      OnFailure.close(contexts, cause);
      throw cause;
    }
  }

  private Settings snapshot(int contextLength) {
    if (contextLength < 1) {
      throw new IllegalArgumentException(
          "contextLength: " + contextLength + ", expected 1 or more");
    }
    if (onBadDocument != null && graphSource.isGiven()) {
      throw new IllegalStateException(
          "onBadDocument does not go with vectors or a graph: their rows belong to documents by"
              + " position, which a skipped document would shift");
    }
    requireForPieces();
    if (graphSource.isGraph() && orderer.needsVectors()) {
      throw new IllegalStateException(
          "the order "
              + orderer
              + " compares any two documents, for which it needs their vectors: graph() gives"
              + " none");
    }
    if (contextLength == 1 && begin != Begin.NONE) {
      throw new IllegalArgumentException(
          "contextLength: 1, expected 2 or more: begin(" + begin + ") needs a token of its own");
    }
    int separatorToken = separatorToken();
    int beginningToken = beginToken();
    int paddingToken = padding != null ? inVocabulary("padding", padding) : separatorToken;
    if (tail == Tail.PAD && paddingToken < 0) {
      throw new IllegalStateException("tail(PAD) without a separator needs padding(token)");
    }
    if (boundary == Boundary.KEEP_WHOLE && paddingToken < 0) {
      throw new IllegalStateException(
          "boundary(KEEP_WHOLE) without a separator needs padding(token)");
    }
    if (startAtDocument && begin == Begin.DOCUMENT && paddingToken < 0) {
      throw new IllegalStateException(
          "startAtDocument() and begin(DOCUMENT) without a separator need padding(token)");
    }
    if (boundary != Boundary.KEEP_WHOLE && lookAhead != null) {
      throw new IllegalStateException("lookAhead goes with boundary(KEEP_WHOLE) only");
    }
    return new Settings(
        tokenizer,
        graphSource,
        nearDuplicates,
        orderer,
        begin,
        beginningToken,
        separatorToken,
        paddingToken,
        refusesSpecialTokens,
        boundary,
        lookAhead != null ? lookAhead : LOOK_AHEAD,
        startAtDocument,
        tail,
        pathOrder,
        seed,
        threads,
        temporaryDirectory(),
        workDirectory,
        keepWork,
        memoryBudget,
        progress,
        onBadDocument != null
            ? onBadDocument
            : bad -> {
              throw bad;
            },
        contextLength);
  }

  private void requireForPieces() {
    if (orderer.pieceCharacters() <= 0) {
      return;
    }
    String problem =
        graphSource.isGiven()
            ? "for which it needs an embedder: vectors() and graph() give none"
            : boundary == Boundary.KEEP_WHOLE
                ? "and so does not go with boundary(KEEP_WHOLE)"
                : nearDuplicates.drops() || nearDuplicates.separates()
                    ? "and so goes with nearDuplicates(keep()) only"
                    : "";
    if (!problem.isEmpty()) {
      throw new IllegalStateException(
          "the order " + orderer + " goes by pieces of documents, " + problem);
    }
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

  private void requireWritable(Settings settings) {
    int special = Math.max(settings.separator(), settings.padding());
    int largest = Math.max(settings.tokenizer().vocabularySize() - 1, special);
    for (ContextWriter writer : writers) {
      writer.require(new ContextWriter.Planned(settings.contextLength(), settings.tail(), largest));
    }
  }

  private Path temporaryDirectory() {
    if (temporaryDirectory != null) {
      return temporaryDirectory;
    }
    return workDirectory != null ? workDirectory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private int separatorToken() {
    if (noSeparator) {
      return -1;
    }
    if (separator != null) {
      return inVocabulary("separator", separator);
    }
    return ownToken("separator", tokenizer.separator(), "set separator(token) or noSeparator()");
  }

  private int beginToken() {
    if (begin == Begin.NONE) {
      return -1;
    }
    return beginToken != null
        ? inVocabulary("begin", beginToken)
        : ownToken("begin token", tokenizer.begin(), "set begin(where, token)");
  }

  private int inVocabulary(String name, int token) {
    if (token >= tokenizer.vocabularySize()) {
      throw new IllegalArgumentException(
          name
              + ": "
              + token
              + ", expected one of the tokenizer's tokens, 0 to "
              + (tokenizer.vocabularySize() - 1));
    }
    return token;
  }

  private int ownToken(String what, OptionalInt token, String otherwise) {
    int own =
        token.orElseThrow(
            () -> new IllegalStateException("the tokenizer names no " + what + ": " + otherwise));
    if (own < 0 || own >= tokenizer.vocabularySize()) {
      throw new IllegalArgumentException(
          "the tokenizer's "
              + what
              + " is token "
              + own
              + ", its vocabularySize() is "
              + tokenizer.vocabularySize());
    }
    return own;
  }
}
