package dev.icp.spark;

import dev.icp.Tokenizers;
import dev.icp.settings.PackingSettings;
import dev.icp.settings.TakesSettings;
import dev.icp.spark.internal.base.Jobs;
import dev.icp.spark.internal.base.PerExecutor;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.input.CorpusFiles;
import dev.icp.spark.internal.input.InputColumns;
import dev.icp.spark.internal.steps.Step;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.OnFailure;
import dev.icp.spi.Tokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Packs a corpus into contexts of related documents on Apache Spark: what {@link
 * dev.icp.ContextBuilder} does on one machine.
 *
 * <pre>{@code
 * Dataset<Row> contexts = SparkContexts.of(documents).documentsPerGroup(1_000_000).pack(8192);
 * contexts.write().parquet("contexts");
 * }</pre>
 *
 * <p>Documents are rows with an id and a text (columns {@code id} and {@code text} unless others
 * are named). What comes out has the columns {@code context} (long, the place in which it leaves),
 * {@code tokens} (array of int, padding included), {@code segments} (array of {@code id}, {@code
 * ordinal}, {@code from}, {@code to}, {@code at} as in {@link dev.icp.Segment}, and {@code
 * metadata}, a JSON object or null) and {@code padding} (int), sorted by context within and across
 * partitions. Every token of every document that is packed stands in exactly one context, and at
 * most one context, the last, is not full.
 *
 * <p>The same documents, settings and seed give the same contexts, whatever the number of executors
 * and partitions and whichever tasks fail and are run again; so does a single machine where there
 * is one group and the same neighbour graph. Setters check their value at once. {@link #pack} does
 * everything up to the neighbour graph and the groups; groups are ordered and packed when the
 * contexts are asked for. Not thread-safe.
 */
public final class SparkContexts implements TakesSettings<SparkContexts>, AutoCloseable {
  /** What {@link #documentsPerGroup} is unless set. */
  public static final int DOCUMENTS_PER_GROUP = 1_000_000;

  /** What {@link #documentsPerJoin} is unless set. */
  public static final int DOCUMENTS_PER_JOIN = 250_000;

  private final Dataset<Row> documents;
  private final InputColumns columns;
  private final List<Jobs> finished = new ArrayList<>();
  private String id = "id";
  private String text = "text";
  private List<String> metadata = List.of();
  private @Nullable String vector;
  private @Nullable String order;
  private PerExecutor<Tokenizer> tokenizer = new PerExecutor<>(Tokenizers::utf8Bytes);
  private @Nullable PerExecutor<Embedder<? extends DenseVectors>> embedder;
  private @Nullable Dataset<Row> graph;
  private @Nullable Dataset<Row> dropped;
  private @Nullable SparkReport report;
  private int documentsPerJoin = DOCUMENTS_PER_JOIN;
  private int documentsPerGroup = DOCUMENTS_PER_GROUP;
  private PackingSettings settings = PackingSettings.defaults();
  private boolean skipBadDocuments;
  private Consumer<SparkReport> onReport = report -> {};
  private Consumer<String> onProgress = line -> {};
  private final @Nullable SparkCorpus corpus;

  private SparkContexts(Dataset<Row> documents, @Nullable SparkCorpus corpus) {
    this.documents = documents;
    this.corpus = corpus;
    columns = new InputColumns(documents, "documents");
  }

  /**
   * Starts with documents.
   *
   * @param documents rows with an id and a text; read several times, so they must be the same each
   *     time
   */
  public static SparkContexts of(Dataset<Row> documents) {
    return new SparkContexts(Objects.requireNonNull(documents, "documents"), null);
  }

  /**
   * Starts with documents in files, which are numbered as they stand there, and the same on one
   * machine. What is bad is named by file and line.
   */
  public static SparkContexts of(SparkCorpus corpus) {
    SparkContexts packing = new SparkContexts(corpus.rows(List.of()), corpus);
    packing.order = CorpusFiles.PLACE;
    return packing;
  }

  /**
   * Names the columns of the id (unique; a string, or anything that can be cast to one) and of the
   * text. Default: {@code id} and {@code text}.
   *
   * @throws IllegalArgumentException if the documents have no such column, or not one of that type
   */
  public SparkContexts columns(String id, String text) {
    this.id = columns.id(id);
    this.text = columns.text(text);
    return this;
  }

  /**
   * Names the column whose values put the documents in order: ordinals follow it, and equal values
   * follow the id. Default: the id.
   *
   * @throws IllegalArgumentException if the documents have no such column, or it cannot be sorted
   */
  public SparkContexts orderedBy(String column) {
    order = columns.order(column);
    return this;
  }

  /**
   * Names a column of vectors (array of float or double, all of one length), which documents are
   * then compared by. They are normalised here.
   *
   * @throws IllegalArgumentException if the documents have no such column, or not one of that type
   */
  public SparkContexts vectors(String column) {
    vector = columns.vector(column);
    embedder = null;
    return this;
  }

  /**
   * Names columns, or of files fields, that go with the documents into the segments of contexts:
   * strings and numbers; booleans, dates and timestamps as strings. What is null or missing is
   * unknown. Those that settings go by need not be named. Default: none.
   *
   * @throws IllegalArgumentException if a name is empty or there twice, or the documents have no
   *     such column, or not one of that type
   */
  public SparkContexts metadata(String... names) {
    List<String> all = List.of(names);
    if (all.contains("") || new HashSet<>(all).size() < all.size()) {
      throw new IllegalArgumentException("metadata: " + all);
    }
    if (corpus == null) {
      all.forEach(columns::metadata);
    }
    metadata = all;
    return this;
  }

  /** Sets the tokenizer. Default: {@link Tokenizers#utf8Bytes}. */
  public SparkContexts tokenizer(Loader<? extends Tokenizer> tokenizer) {
    this.tokenizer = new PerExecutor<>(Objects.requireNonNull(tokenizer, "tokenizer"));
    return this;
  }

  SparkContexts tokenizer(PerExecutor<Tokenizer> loaded) {
    tokenizer = loaded;
    return this;
  }

  /**
   * Sets the embedder, one whose vector of a document depends on nothing but its text. Default:
   * words, as {@link dev.icp.Embedders#lexical} takes them.
   */
  public SparkContexts embedder(Loader<? extends Embedder<? extends DenseVectors>> embedder) {
    this.embedder = new PerExecutor<>(Objects.requireNonNull(embedder, "embedder"));
    vector = null;
    return this;
  }

  /**
   * Sets a neighbour graph that is there already; neighbours are not searched then. Where there are
   * several groups, their cells are still made from vectors or words.
   *
   * @param edges rows of {@code id}, {@code neighbour} and {@code cosine}, one for each neighbour
   *     of each document
   * @throws IllegalArgumentException if one of these columns is missing or of another type
   */
  public SparkContexts graph(Dataset<Row> edges) {
    InputColumns ofGraph = new InputColumns(Objects.requireNonNull(edges, "edges"), "graph");
    ofGraph.id("id");
    ofGraph.id("neighbour");
    ofGraph.number("cosine");
    graph = edges;
    return this;
  }

  @Override
  public PackingSettings settings() {
    return settings;
  }

  /**
   * Replaces all settings that decide what the contexts are.
   *
   * @throws IllegalArgumentException if the order is not serialisable, which those of {@link
   *     dev.icp.ContextOrderers} are, or compares documents by their vectors, which are not where
   *     groups are ordered; if of near duplicates not the first by the ordering column is to stay;
   *     or if something is asked for that only one machine does
   */
  @Override
  public SparkContexts settings(PackingSettings settings) {
    ForSpark.require(Objects.requireNonNull(settings, "settings"));
    this.settings = settings;
    return this;
  }

  /**
   * Sets about how many documents one task compares with each other at most, all of which it has in
   * memory: {@code 4 · dimension} bytes each with dense vectors, about 1 KB with words. Default:
   * {@value #DOCUMENTS_PER_JOIN}. Has no influence on the neighbours by dense vectors; by words,
   * the inverted index compares all that are in one task.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public SparkContexts documentsPerJoin(int documents) {
    documentsPerJoin = requirePositive("documentsPerJoin", documents);
    return this;
  }

  /**
   * Sets how many documents are ordered and packed together at most. Their tokens go to files of
   * the executor where they do not fit; their neighbours, 8 bytes each, stay in its memory.
   * Default: {@value #DOCUMENTS_PER_GROUP}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public SparkContexts documentsPerGroup(int documents) {
    documentsPerGroup = requirePositive("documentsPerGroup", documents);
    return this;
  }

  static int requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + ", expected 1 or more");
    }
    return value;
  }

  /**
   * Leaves out bad documents and counts them: without an id or a text, not UTF-8, with a vector
   * that is missing, zero, not finite or of another length than most, with an id that was there
   * before (the first by the ordering column stays). Default: they end the run.
   */
  public SparkContexts skipBadDocuments() {
    skipBadDocuments = true;
    return this;
  }

  /** Sets who is told, before {@link #pack} returns, what there is. Default: no one. */
  public SparkContexts onReport(Consumer<SparkReport> listener) {
    onReport = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets who gets a line every ten seconds that says which step of {@link #pack} goes on, how many
   * documents it has done, how many a second and how long it still takes; from a thread of Spark's.
   * Default: no one.
   */
  public SparkContexts onProgress(Consumer<String> listener) {
    onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Packs. Runs the jobs that read, tokenize, embed and compare the documents; their results stay
   * cached, in memory or on the executors' disks, until {@link #close}; of a run that fails nothing
   * stays. Using the contexts runs the rest.
   *
   * @param contextLength tokens in a context, 1 or more
   * @throws IllegalArgumentException if {@code contextLength} is not positive
   * @throws IllegalStateException if settings do not go together
   * @throws DocumentException naming the id if a document is bad
   */
  public Dataset<Row> pack(int contextLength) {
    SparkSettings snapshot = settings(contextLength);
    Dataset<Row> rows = corpus == null ? documents : corpus.rows(snapshot.metadata());
    Set<Step> steps =
        Step.of(
            snapshot.vectorColumn() == null && snapshot.embedder() == null,
            snapshot.nearDuplicates().drops());
    Jobs jobs = new Jobs(documents.sparkSession(), steps, onProgress);
    try {
      SparkRun.Result result =
          new SparkRun(snapshot, documents.sparkSession(), jobs, corpus).run(rows, graph);
      dropped = result.dropped();
      report = result.report();
      onReport.accept(result.report());
      finished.add(jobs);
      return result.contexts();
    } catch (Throwable cause) {
      OnFailure.close(jobs, cause);
      throw cause;
    }
  }

  /**
   * Returns the near duplicates that were dropped when {@link #pack} was called last, in the order
   * of the corpus: {@code id}, {@code ordinal}, {@code keptId} and {@code keptOrdinal} (of the most
   * similar document that stayed), {@code cosine} (float, of the two).
   *
   * @throws IllegalStateException if it was not called
   */
  public Dataset<Row> dropped() {
    if (dropped == null) {
      throw new IllegalStateException("dropped() before pack(contextLength)");
    }
    return dropped;
  }

  /**
   * Returns what {@link #onReport} was told when {@link #pack} was called last.
   *
   * @throws IllegalStateException if it was not called
   */
  public SparkReport report() {
    if (report == null) {
      throw new IllegalStateException("report() before pack(contextLength)");
    }
    return report;
  }

  SparkSettings settings(int contextLength) {
    PackingSettings all = settings.set(PackingSettings.CONTEXT_LENGTH, contextLength);
    columns.id(id);
    columns.text(text);
    List<String> names = all.metadata(metadata);
    if (corpus == null) {
      names.forEach(columns::metadata);
    }
    return new SparkSettings(
        all.check(tokenizer.get()),
        id,
        text,
        names,
        vector,
        order,
        tokenizer,
        embedder,
        documentsPerJoin,
        documentsPerGroup,
        skipBadDocuments);
  }

  /** Lets go of what is cached; contexts that are asked for later are computed from the start. */
  @Override
  public void close() {
    finished.forEach(Jobs::close);
    finished.clear();
  }
}
