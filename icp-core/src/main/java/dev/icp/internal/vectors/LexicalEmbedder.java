package dev.icp.internal.vectors;

import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words as vectors; see {@link dev.icp.Embedders#lexical}. */
public final class LexicalEmbedder implements Embedder<SparseVectors> {
  private final @Nullable TermWeights weights;

  /** Words weigh what they weigh in the corpus that is embedded. */
  public LexicalEmbedder() {
    this(null);
  }

  private LexicalEmbedder(@Nullable TermWeights weights) {
    this.weights = weights;
  }

  /**
   * Returns one by which words weigh what they weighed when some vectors were made by words.
   *
   * @throws IllegalArgumentException if they were not
   */
  public static LexicalEmbedder weighingAs(Vectors vectors) {
    TermWeights weights = vectors instanceof SparseVectorStore store ? store.weights() : null;
    if (weights == null) {
      throw new IllegalArgumentException("vectors: nothing is known of the weights of words");
    }
    return new LexicalEmbedder(weights);
  }

  /**
   * Returns of how many documents the weights of words are in vectors; 0 where that is not known.
   */
  public static int weighedBy(Vectors vectors) {
    TermWeights weights = vectors instanceof SparseVectorStore store ? store.weights() : null;
    return weights == null ? 0 : weights.documents();
  }

  @Override
  public EmbeddingSession<SparseVectors> open(StageContext context) {
    return new Session(context, weights);
  }

  @Override
  public String fingerprint() {
    return "lexical:2:"
        + TermWeighting.MAX_TERMS
        + (weights == null ? "" : ":weights " + weights.digest());
  }

  private static final class Session implements EmbeddingSession<SparseVectors> {
    private final StageContext context;
    private final TermCountStore counts;
    private final @Nullable TermWeights weights;

    Session(StageContext context, @Nullable TermWeights weights) {
      this.context = context;
      this.weights = weights;
      counts = new TermCountStore(context.storage());
    }

    @Override
    public void add(int firstOrdinal, List<String> texts) {
      counts.add(firstOrdinal, texts);
    }

    @Override
    public SparseVectors finish() {
      return weights == null
          ? LexicalWeighting.of(counts, context).vectors(context)
          : new LexicalWeighting(counts, weights).vectors(context);
    }

    @Override
    public void close() {
      counts.close();
    }
  }
}
