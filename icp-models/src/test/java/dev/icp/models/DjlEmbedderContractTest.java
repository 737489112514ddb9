package dev.icp.models;

import dev.icp.contract.EmbedderContract;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Models keep the contract of all embedders, to the last bit. */
class DjlEmbedderContractTest {
  private static final DjlEmbedder MEAN = DjlEmbedder.load(TestModels.ENCODER);
  private static final DjlEmbedder LAST = DjlEmbedder.load(TestModels.ENCODER_LAST);
  private static final DjlEmbedder WINDOWS =
      DjlEmbedder.builder(TestModels.ENCODER)
          .longDocuments(LongDocuments.MEAN_OF_WINDOWS)
          .maxLength(16)
          .load();

  @AfterAll
  static void close() {
    MEAN.close();
    LAST.close();
    WINDOWS.close();
  }

  @Nested
  class OfMean extends EmbedderContract<DenseVectors> {
    @Override
    protected Embedder<? extends DenseVectors> embedder() {
      return MEAN;
    }
  }

  @Nested
  class OfLastToken extends EmbedderContract<DenseVectors> {
    @Override
    protected Embedder<? extends DenseVectors> embedder() {
      return LAST;
    }
  }

  @Nested
  class OfWindows extends EmbedderContract<DenseVectors> {
    @Override
    protected Embedder<? extends DenseVectors> embedder() {
      return WINDOWS;
    }
  }
}
