package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Asks a function for the vectors; see {@link Embedder#of}. */
public final class FunctionEmbedder implements Embedder<DenseVectors> {
  private static final int MAX_DIMENSION = 4096;

  private final int dimension;
  private final Function<List<String>, float[][]> embed;

  /** See {@link Embedder#of}. */
  public FunctionEmbedder(int dimension, Function<List<String>, float[][]> embed) {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dimension: " + dimension + ", expected 1 to " + MAX_DIMENSION);
    }
    this.dimension = dimension;
    this.embed = Objects.requireNonNull(embed, "embed");
  }

  @Override
  public EmbeddingSession<DenseVectors> open(StageContext context) {
    return new Session(new DenseVectorStore(context.storage(), dimension));
  }

  @Override
  public String fingerprint() {
    return "function:" + dimension;
  }

  private final class Session implements EmbeddingSession<DenseVectors> {
    private final DenseVectorStore store;
    private boolean finished;

    Session(DenseVectorStore store) {
      this.store = store;
    }

    @Override
    public void add(int firstOrdinal, List<String> texts) {
      float[][] vectors = embed.apply(texts);
      if (vectors.length != texts.size()) {
        throw new IllegalArgumentException(
            "documents "
                + firstOrdinal
                + " to "
                + (firstOrdinal + texts.size() - 1)
                + ": the embedder returned "
                + vectors.length
                + " vectors for "
                + texts.size()
                + " texts");
      }
      for (int i = 0; i < vectors.length; i++) {
        int ordinal = firstOrdinal + i;
        store.put(ordinal, Normalizer.normalized(vectors[i], dimension, ordinal));
      }
    }

    @Override
    public DenseVectors finish() {
      finished = true;
      return store;
    }

    @Override
    public void close() {
      if (!finished) {
        store.close();
      }
    }
  }
}
