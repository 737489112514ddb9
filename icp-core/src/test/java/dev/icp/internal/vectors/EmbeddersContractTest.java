package dev.icp.internal.vectors;

import dev.icp.Embedders;
import dev.icp.contract.EmbedderContract;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.SparseVectors;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every embedder of icp-core keeps the contract. */
class EmbeddersContractTest {
  @Nested
  class Lexical extends EmbedderContract<SparseVectors> {
    @Override
    protected Embedder<? extends SparseVectors> embedder() {
      return Embedders.lexical();
    }
  }

  @Nested
  class OfFunction extends EmbedderContract<DenseVectors> {
    @Override
    protected Embedder<? extends DenseVectors> embedder() {
      return Embedder.of(33, LetterCounts::of);
    }
  }

  /** How often each letter stands in a text: an embedder that can be computed by hand. */
  private static final class LetterCounts {
    private LetterCounts() {}

    static float[][] of(List<String> texts) {
      float[][] vectors = new float[texts.size()][33];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i][0] = 1;
        for (char c : texts.get(i).toCharArray()) {
          vectors[i][1 + c % 32]++;
        }
      }
      return vectors;
    }
  }
}
