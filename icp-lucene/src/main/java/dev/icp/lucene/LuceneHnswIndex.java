package dev.icp.lucene;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.Version;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds neighbours with Lucene's HNSW: a graph of links to near and to diverse vectors, in layers
 * (Malkov and Yashunin, 2016, arXiv 1603.09320), built and kept on the heap, no index on disk. For
 * dense vectors of any dimension that an embedder makes.
 *
 * <p>The graph is built by inserting one document after the other; then each document is searched
 * for, starting at itself, on all threads of the context. Documents of exactly the same vector
 * share a place in the graph, so that any number of duplicates does no harm. Where there are no
 * more different vectors than {@linkplain Builder#searchWidth the search width}, all are compared.
 *
 * <p>Memory: up to 16 · connections + 4 · dimension bytes a document, and some hundred more. The
 * vectors are copied to the heap if the context's memory budget has room for them. If not, they are
 * read where they are, one by one and in no order, which is many times slower when that is a file.
 *
 * <p>Lucene compares vectors with SIMD instructions when the JVM runs with {@code --add-modules
 * jdk.incubator.vector}, and some times slower without. The last bits of a cosine depend on the
 * width of these instructions, so a graph is the same again on machines, JVMs and flags alike.
 *
 * <p>Immutable and thread-safe; {@code neighbours} can run several times at once.
 */
public final class LuceneHnswIndex implements NeighbourIndex<DenseVectors> {
  /** Nodes that one task searches for. */
  private static final int BLOCK = 256;

  private final int connections;
  private final int beamWidth;
  private final int searchWidth;
  private final int workers;

  private LuceneHnswIndex(Builder builder) {
    connections = builder.connections;
    beamWidth = builder.beamWidth;
    searchWidth = builder.searchWidth;
    workers = builder.workers;
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
    if (vectors.size() > 1) {
      try (VectorRows rows = VectorRows.of(vectors, context.storage())) {
        DistinctVectors distinct = DistinctVectors.of(rows.values());
        search(distinct, vectors.size(), k, result, context);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return result.build();
  }

  private void search(
      DistinctVectors distinct,
      int documents,
      int k,
      NeighbourGraph.Builder result,
      StageContext context)
      throws IOException {
    int size = distinct.size();
    int longest = Math.min(k, documents - 1);
    int width = Math.min(size, Math.max(searchWidth, longest + 1));
    RandomVectorScorerSupplier scorers =
        FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
            .getRandomVectorScorerSupplier(VectorSimilarityFunction.DOT_PRODUCT, distinct.values());
    // A node is inserted and searched for: two steps that count as half of its documents each.
    LongConsumer steps = done -> context.progress(documents * done / (2L * size), documents);
    OnHeapHnswGraph graph = size > width ? graph(scorers, size, context.seed(), steps) : null;
    AtomicLong done = new AtomicLong(size);
    context.forEach(
        Math.ceilDiv(size, BLOCK),
        block -> {
          int from = block * BLOCK;
          int to = Math.min(size, from + BLOCK);
          try {
            NodeSearch search = search(graph, scorers.copy(), width);
            NeighbourLists lists = new NeighbourLists(distinct, search, width, longest);
            for (int node = from; node < to; node++) {
              lists.set(node, result);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          steps.accept(done.addAndGet(to - from));
        });
  }

  private OnHeapHnswGraph graph(
      RandomVectorScorerSupplier scorers, int size, long seed, LongConsumer steps)
      throws IOException {
    GraphBuilding building = new GraphBuilding(scorers, connections, beamWidth);
    return workers == 1
        ? building.oneByOne(size, seed, steps)
        : building.concurrently(size, workers);
  }

  private static NodeSearch search(
      @Nullable OnHeapHnswGraph graph, RandomVectorScorerSupplier scorers, int width)
      throws IOException {
    return graph == null
        ? NodeSearch.everywhere(scorers.scorer(), width)
        : NodeSearch.along(graph, scorers.scorer(), width);
  }

  /** Returns whether there is one worker. */
  @Override
  public boolean deterministic() {
    return workers == 1;
  }

  @Override
  public String fingerprint() {
    return "lucene-hnsw "
        + Version.LATEST
        + " connections="
        + connections
        + " beamWidth="
        + beamWidth
        + " searchWidth="
        + searchWidth
        + " workers="
        + workers;
  }

  @Override
  public String toString() {
    return fingerprint();
  }

  /** Settings. Can be used again and again; not thread-safe. */
  public static final class Builder {
    private static final int MAX_CONNECTIONS = 512;
    private static final int MAX_WIDTH = 1 << 16;
    private static final int MAX_WORKERS = 1024;

    private int connections = 16;
    private int beamWidth = 100;
    private int searchWidth = 100;
    private int workers = 1;

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
     * the search profits at no cost. Default 100.
     *
     * @param beamWidth 1 to 65,536
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder beamWidth(int beamWidth) {
      this.beamWidth = within("beamWidth", beamWidth, 1, MAX_WIDTH);
      return this;
    }

    /**
     * Sets how many documents are kept in sight when one is searched for, the paper's ef. The time
     * of searching grows nearly in proportion, and recall with it: the first thing to raise. Never
     * less than the neighbours wanted and one. Default 100.
     *
     * @param searchWidth 1 to 65,536
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder searchWidth(int searchWidth) {
      this.searchWidth = within("searchWidth", searchWidth, 1, MAX_WIDTH);
      return this;
    }

    /**
     * Sets how many threads insert documents. One, the default, makes the same graph for the same
     * seed. More are faster nearly in proportion, but the graph then depends on their timing (and
     * not on the seed): {@link LuceneHnswIndex#deterministic()} says false, and two runs differ in
     * some neighbours. They are threads of the index's own, while those of the context wait; the
     * search uses the context's in either case.
     *
     * @param workers 1 to 1,024
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder workers(int workers) {
      this.workers = within("workers", workers, 1, MAX_WORKERS);
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
