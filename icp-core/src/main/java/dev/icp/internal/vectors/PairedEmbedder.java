package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.OnFailure;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.List;

/**
 * Two embedders side by side. What the one of meaning makes is kept for a later run as it would be
 * without the other; it is centred when all of it is there.
 *
 * @param weight of the meaning's cosine
 */
public record PairedEmbedder(
    Embedder<? extends SparseVectors> words,
    Embedder<? extends DenseVectors> meaning,
    double weight)
    implements Embedder<PairedVectors> {
  @Override
  public EmbeddingSession<PairedVectors> open(StageContext context) {
    EmbeddingSession<? extends SparseVectors> first = words.open(context);
    try {
      return new Session(first, meaning.open(context), weight);
    } catch (Throwable cause) {
      OnFailure.close(first, cause);
      throw cause;
    }
  }

  @Override
  public String fingerprint() {
    return "words: "
        + words.fingerprint()
        + "; meaning, centred, weight "
        + weight
        + ": "
        + meaning.fingerprint();
  }

  @Override
  public String toString() {
    return fingerprint();
  }

  private record Session(
      EmbeddingSession<? extends SparseVectors> words,
      EmbeddingSession<? extends DenseVectors> meaning,
      double weight)
      implements EmbeddingSession<PairedVectors> {
    @Override
    public void add(int firstOrdinal, List<String> texts) {
      words.add(firstOrdinal, texts);
      meaning.add(firstOrdinal, texts);
    }

    @Override
    public void add(int firstOrdinal, List<String> texts, int[] originals) {
      words.add(firstOrdinal, texts, originals);
      meaning.add(firstOrdinal, texts, originals);
    }

    @Override
    public PairedVectors finish() {
      SparseVectors first = words.finish();
      try {
        DenseVectors second = meaning.finish();
        try {
          requireAsMany(first, second);
          SuppliedVectors.check(second);
          return new PairedVectors(first, CentredVectors.of(second), weight);
        } catch (Throwable cause) {
          OnFailure.close(second, cause);
          throw cause;
        }
      } catch (Throwable cause) {
        OnFailure.close(first, cause);
        throw cause;
      }
    }

    private static void requireAsMany(SparseVectors words, DenseVectors meaning) {
      if (words.size() != meaning.size()) {
        throw new IllegalArgumentException(
            "vectors: " + meaning.size() + " rows for " + words.size() + " documents");
      }
    }

    @Override
    public void close() {
      try (words) {
        meaning.close();
      }
    }
  }
}
