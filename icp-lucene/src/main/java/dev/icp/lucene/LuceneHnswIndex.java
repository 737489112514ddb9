package dev.icp.lucene;

import dev.icp.NeighbourIndexes;
import dev.icp.lucene.NodeSearch.Links;
import dev.icp.lucene.RecallSample.Purpose;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.Version;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Finds neighbours with Lucene's HNSW: a graph of links to near and to diverse vectors, in layers
 * (Malkov and Yashunin, 2016, arXiv 1603.09320), built and kept on the heap, no index on disk. For
 * dense vectors of any dimension that an embedder makes.
 *
 * <p>While the graph is built, most neighbours are seen by the way, and kept. A sample of documents
 * that are compared with all says what is still missing for the wanted recall: how wide a search,
 * and for which documents, who are then searched for from themselves on. Where that would take
 * longer than comparing all with all block by block, as it does with vectors of high intrinsic
 * dimension, {@link NeighbourIndexes#blocked} finds as many instead. Documents of exactly the same
 * vector share a place in the graph, so that any number of duplicates does no harm. Where there are
 * few different vectors, all are compared.
 *
 * <p>{@link LuceneVectors} of an index that has graphs already are searched for along those.
 *
 * <p>Memory: up to 16 · connections + 8 · k + 4 · dimension bytes a document, and some hundred
 * more. The vectors are copied to the heap if the context's memory budget has room for them. If
 * not, they are read where they are, one by one and in no order, which is many times slower when
 * that is a file.
 *
 * <p>Lucene compares vectors with SIMD instructions when the JVM runs with {@code --add-modules
 * jdk.incubator.vector}, and some times slower without. The last bits of a cosine depend on the
 * width of these instructions, so a graph is the same again on machines, JVMs and flags alike.
 *
 * <p>Immutable and thread-safe; {@code neighbours} can run several times at once.
 */
public final class LuceneHnswIndex implements NeighbourIndex<DenseVectors> {
  /** So few different vectors are compared with each other. */
  private static final int COMPARED = 100;

  /**
   * How many comparisons block by block take as long as one along a graph, which goes through
   * memory vector by vector; by trial, with 256 dimensions.
   */
  private static final int COMPARISONS_IN_A_BLOCK = 16;

  private final int connections;
  private final int beamWidth;
  private final int searchWidth;
  private final double recall;
  private final boolean deterministic;
  private final boolean collecting;
  private final boolean reusing;
  private final Consumer<String> remarks;

  private LuceneHnswIndex(Builder builder) {
    connections = builder.connections;
    beamWidth = builder.beamWidth;
    searchWidth = builder.searchWidth;
    recall = builder.recall;
    deterministic = builder.deterministic;
    collecting = builder.collecting;
    reusing = builder.reusing;
    remarks = builder.remarks;
  }

  /** Returns an index of default settings. */
  public static LuceneHnswIndex create() {
    return builder().build();
  }

  /** Starts with default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code k} is not positive
   */
  @Override
  public NeighbourGraph neighbours(DenseVectors vectors, int k, StageContext context) {
    NeighbourGraph.Builder result = NeighbourGraph.builder(vectors.size(), k);
    if (vectors.size() < 2) {
      return result.build(1);
    }
    double found = searched(vectors, k, context, result);
    if (Double.isNaN(found)) {
      remarks.accept(
          "searching the graph of HNSW would have taken longer than comparing in blocks, which was"
              + " done in its place");
      return NeighbourIndexes.blocked(recall).neighbours(vectors, k, context);
    }
    return result.build(found);
  }

  /** Searches graphs and returns the recall; NaN, with nothing done, if that is too much work. */
  private double searched(
      DenseVectors vectors, int k, StageContext context, NeighbourGraph.Builder result) {
    try (VectorRows rows = VectorRows.of(vectors, context.storage())) {
      DistinctVectors distinct = DistinctVectors.of(rows.values());
      int longest = Math.min(k, vectors.size() - 1);
      Search search = new Search(distinct, longest, vectors, context);
      double found = search.run();
      if (!Double.isNaN(found)) {
        Nodes.forEach(
            distinct.size(),
            context,
            () -> new NeighbourLists(distinct, search.lists, longest),
            (lists, node) -> lists.set(node, result));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the vectors as those of an index if its graphs are to be searched; null if not. */
  private @Nullable LuceneVectors indexGraphs(DenseVectors vectors) {
    return reusing && vectors instanceof LuceneVectors index && index.hasGraph() ? index : null;
  }

  /** One run over different vectors. */
  private final class Search {
    private final int size;
    private final DistinctVectors distinct;
    private final DenseVectors documents;
    private final StageContext context;
    private final RandomVectorScorerSupplier scorers;
    private final CollectedLists lists;

    Search(DistinctVectors distinct, int k, DenseVectors documents, StageContext context)
        throws IOException {
      this.distinct = distinct;
      this.documents = documents;
      this.context = context;
      size = distinct.size();
      lists = new CollectedLists(size, k);
      scorers =
          FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
              .getRandomVectorScorerSupplier(
                  VectorSimilarityFunction.DOT_PRODUCT, distinct.values());
    }

    /** Fills the lists and returns the recall, measured on a sample; NaN if it is too much work. */
    double run() throws IOException {
      if (size <= Math.max(COMPARED, lists.k() + 1)) {
        progress(size);
        RandomVectorScorerSupplier collector = new CollectingScorers(scorers, lists);
        Nodes.forEach(size, context, collector::scorer, this::compareWithAll);
        return 1;
      }
      Nodes.Source<Links> links = links();
      progress(size);
      Supplier<NodeSearch> searches = () -> search(links);
      SearchPlan plan =
          searchWidth > 0
              ? SearchPlan.all(Math.max(searchWidth, lists.k() + 1))
              : SearchPlan.reaching(recall, lists, sample(Purpose.SETTING, searches), tooMany());
      if (plan.comparisons() > tooMany()) {
        return Double.NaN;
      }
      boolean[] missing = new boolean[size];
      Nodes.forEach(
          size,
          context,
          () -> plan,
          (choice, node) -> missing[node] = choice.includes(lists, node));
      AtomicLong done = new AtomicLong(size);
      Nodes.forEach(
          size,
          context,
          searches::get,
          (search, node) -> {
            if (missing[node]) {
              search.along(node, lists, plan.width());
              search.offerTo(lists, node);
            }
            progress(done.incrementAndGet());
          });
      return sample(Purpose.MEASURING, searches).recall(lists);
    }

    /** Returns with how many others a node is compared in the time of blocks, copies included. */
    private double tooMany() {
      double all = documents.size();
      return collecting ? all * all / 2 / size / COMPARISONS_IN_A_BLOCK : Double.POSITIVE_INFINITY;
    }

    private Nodes.Source<Links> links() throws IOException {
      LuceneVectors index = indexGraphs(documents);
      if (index != null) {
        return () -> new IndexLinks(index, distinct);
      }
      OnHeapHnswGraph graph = build();
      return () -> NodeSearch.lowestLevel(graph);
    }

    private OnHeapHnswGraph build() throws IOException {
      RandomVectorScorerSupplier own = collecting ? new CollectingScorers(scorers, lists) : scorers;
      return deterministic
          ? new BatchedBuilding(own, connections, beamWidth, size, context).build(this::progress)
          : ConcurrentBuilding.build(own, connections, beamWidth, size, context.threads());
    }

    private RecallSample sample(Purpose purpose, Supplier<NodeSearch> searches) {
      return RecallSample.of(size, Math.min(lists.k(), size - 1), purpose, searches, context);
    }

    private NodeSearch search(Nodes.Source<Links> links) {
      try {
        return new NodeSearch(links.get(), scorers.copy().scorer());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void compareWithAll(UpdateableRandomVectorScorer scorer, int node) throws IOException {
      scorer.setScoringOrdinal(node);
      for (int other = 0; other < node; other++) {
        scorer.score(other);
      }
    }

    /** A node is inserted and searched for: two steps that count as half of its documents each. */
    private void progress(long steps) {
      int all = documents.size();
      context.progress(all * steps / (2L * size), all);
    }
  }

  @Override
  public boolean deterministic() {
    return deterministic;
  }

  @Override
  public String fingerprint() {
    return "lucene-hnsw:2 "
        + Version.LATEST
        + " connections="
        + connections
        + " beamWidth="
        + beamWidth
        + (searchWidth > 0 ? " searchWidth=" + searchWidth : " recall=" + recall)
        + " deterministic="
        + deterministic
        + " collecting="
        + collecting
        + " reusing="
        + reusing;
  }

  @Override
  public String toString() {
    return fingerprint();
  }

  /** Settings. Can be used again and again; not thread-safe. */
  public static final class Builder {
    private static final int MAX_CONNECTIONS = 512;
    private static final int MAX_WIDTH = 1 << 16;

    private int connections = 16;
    private int beamWidth = 48;
    private int searchWidth;
    private double recall = 0.95;
    private boolean deterministic = true;
    private boolean collecting = true;
    private boolean reusing = true;
    private Consumer<String> remarks = remark -> {};

    private Builder() {}

    /**
     * Sets the links of a document on each layer, the paper's M; twice as many on the lowest. The
     * default, 16, suits most vectors. More find more where recall stays low however wide the
     * search, which is with vectors of high intrinsic dimension, and cost memory (8 bytes each) and
     * time in proportion.
     *
     * @param connections 2 to 512
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder connections(int connections) {
      this.connections = within("connections", connections, 2, MAX_CONNECTIONS);
      return this;
    }

    /**
     * Sets how many documents are kept in sight when one is inserted, the paper's efConstruction.
     * The time of building grows nearly in proportion; a wider beam makes better links, of which
     * the search profits at no cost. Default 48.
     *
     * @param beamWidth 1 to 65,536
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder beamWidth(int beamWidth) {
      this.beamWidth = within("beamWidth", beamWidth, 1, MAX_WIDTH);
      return this;
    }

    /**
     * Sets the wanted share of the true nearest neighbours; what it takes is found on a sample.
     * Default 0.95.
     *
     * @param recall above 0, at most 1
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder recall(double recall) {
      if (!(recall > 0 && recall <= 1)) {
        throw new IllegalArgumentException(
            "recall: " + recall + ", expected above 0 and at most 1");
      }
      this.recall = recall;
      return this;
    }

    /**
     * Searches for every document, with so many kept in sight (the paper's ef), in place of what a
     * sample says that {@link #recall} takes. The time of searching grows nearly in proportion.
     * Never less than the neighbours wanted and one. Default 0: as a sample says.
     *
     * @param searchWidth 0 to 65,536
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder searchWidth(int searchWidth) {
      this.searchWidth = within("searchWidth", searchWidth, 0, MAX_WIDTH);
      return this;
    }

    /**
     * Sets whether the same vectors and seed give the same graph, for any number of threads.
     * Documents are then inserted in batches that do not see each other. Otherwise Lucene's own
     * concurrent builder is used, with as many threads as the context has beside those: its graph
     * depends on their timing as soon as there are two. Default true.
     */
    public Builder deterministic(boolean deterministic) {
      this.deterministic = deterministic;
      return this;
    }

    /**
     * Sets whether neighbours that are seen while the graph is built are kept, which saves most of
     * the searches, and whether what is cheaper than searching is done in its place. Without, it is
     * HNSW as it is commonly used. Default true.
     */
    public Builder collecting(boolean collecting) {
      this.collecting = collecting;
      return this;
    }

    /**
     * Sets whether the graphs of a Lucene index are searched where its {@link LuceneVectors} {@link
     * LuceneVectors#hasGraph have} them, in place of building one; the settings of building then
     * mean nothing. Default true. A graph that is much too poor for the wanted recall, or one of
     * many segments, takes longer to search than a new one takes to build.
     */
    public Builder reusing(boolean reusing) {
      this.reusing = reusing;
      return this;
    }

    /**
     * Sets who hears, in a sentence without a full stop, that {@link NeighbourIndexes#blocked} has
     * found the neighbours in the place of searches that would have taken longer. The default does
     * nothing.
     */
    public Builder remarks(Consumer<String> remarks) {
      this.remarks = Objects.requireNonNull(remarks, "remarks");
      return this;
    }

    /** Returns an index of the settings as they are now. */
    public LuceneHnswIndex build() {
      return new LuceneHnswIndex(this);
    }

    private static int within(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + ": " + value + ", expected " + least + " to " + most);
      }
      return value;
    }
  }
}
