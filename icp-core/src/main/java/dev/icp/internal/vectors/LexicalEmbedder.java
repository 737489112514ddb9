package dev.icp.internal.vectors;

import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.List;

/** Words as vectors; see {@link dev.icp.Embedders#lexical}. */
public final class LexicalEmbedder implements Embedder<SparseVectors> {
  @Override
  public EmbeddingSession<SparseVectors> open(StageContext context) {
    return new Session(context);
  }

  @Override
  public String fingerprint() {
    return "lexical:2:" + TermWeighting.MAX_TERMS;
  }

  private static final class Session implements EmbeddingSession<SparseVectors> {
    private final StageContext context;
    private final TermCountStore counts;

    Session(StageContext context) {
      this.context = context;
      counts = new TermCountStore(context.storage());
    }

    @Override
    public void add(int firstOrdinal, List<String> texts) {
      counts.add(firstOrdinal, texts);
    }

    @Override
    public SparseVectors finish() {
      return new LexicalWeighting(counts, context).vectors(context);
    }

    @Override
    public void close() {
      counts.close();
    }
  }
}
