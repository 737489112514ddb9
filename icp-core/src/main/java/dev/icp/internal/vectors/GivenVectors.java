package dev.icp.internal.vectors;

import dev.icp.internal.base.StageOutput;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vectors that are there already in the place of an embedder; they stay their owner's to close. */
public final class GivenVectors implements Embedder<DenseVectors> {
  private final DenseVectors vectors;
  private @Nullable String fingerprint;

  /** Row i belongs to document i. */
  public GivenVectors(DenseVectors vectors) {
    this.vectors = vectors;
  }

  @Override
  public EmbeddingSession<DenseVectors> open(StageContext context) {
    return new EmbeddingSession<>() {
      @Override
      public void add(int firstOrdinal, List<String> texts) {}

      @Override
      public DenseVectors finish() {
        return new Borrowed(vectors);
      }

      @Override
      public void close() {}
    };
  }

  /** Reads all rows, once. */
  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = compute();
      fingerprint = known;
    }
    return known;
  }

  private String compute() {
    return "given vectors of dimension "
        + vectors.dimension()
        + ", "
        + StageOutput.fingerprint(output -> VectorsFile.write(vectors, output));
  }

  private record Borrowed(DenseVectors vectors) implements DenseVectors {
    @Override
    public int size() {
      return vectors.size();
    }

    @Override
    public int dimension() {
      return vectors.dimension();
    }

    @Override
    public void read(int first, int count, float[] target, int offset) {
      vectors.read(first, count, target, offset);
    }

    @Override
    public float cosine(int a, int b) {
      return vectors.cosine(a, b);
    }

    @Override
    public boolean checked() {
      return vectors.checked();
    }

    @Override
    public void close() {}
  }
}
