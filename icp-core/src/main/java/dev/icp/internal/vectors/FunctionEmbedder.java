package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageContext;
import dev.icp.spi.TextBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks a function for the vectors; see {@link Embedder#of}. */
public final class FunctionEmbedder implements Embedder<DenseVectors>, TextBatches<String> {
  private static final int MAX_DIMENSION = 4096;
  private static final int BATCH = 256;

  private final @Nullable String name;
  private final int dimension;
  private final Function<List<String>, float[][]> embed;

  /** See {@link Embedder#of}; {@code name} is null for none. */
  public FunctionEmbedder(
      @Nullable String name, int dimension, Function<List<String>, float[][]> embed) {
    if (name != null && name.isBlank()) {
      throw new IllegalArgumentException("name: it is empty");
    }
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dimension: " + dimension + ", expected 1 to " + MAX_DIMENSION);
    }
    this.name = name;
    this.dimension = dimension;
    this.embed = Objects.requireNonNull(embed, "embed");
  }

  /** Returns whether the function has a name that tells it from others. */
  public boolean isNamed() {
    return name != null;
  }

  @Override
  public EmbeddingSession<DenseVectors> open(StageContext context) {
    return new BlockSession<>(context, this, name == null ? null : fingerprint());
  }

  @Override
  public String fingerprint() {
    return "function:" + dimension + (name == null ? "" : ":" + name);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public String prepare(String text) {
    return text;
  }

  @Override
  public List<Runnable> tasks(List<String> texts, Rows rows) {
    List<Runnable> tasks = new ArrayList<>();
    for (int first = 0; first < texts.size(); first += BATCH) {
      int from = first;
      List<String> batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
      tasks.add(() -> embed(batch, from, rows));
    }
    return tasks;
  }

  private void embed(List<String> batch, int from, Rows rows) {
    float[][] vectors = embed.apply(batch);
    if (vectors == null || vectors.length != batch.size()) {
      throw new IllegalArgumentException(
          "documents "
              + rows.ordinal(from)
              + " to "
              + rows.ordinal(from + batch.size() - 1)
              + ": the embedder returned "
              + (vectors == null ? "null, not" : vectors.length)
              + " vectors for "
              + batch.size()
              + " texts");
    }
    for (int i = 0; i < vectors.length; i++) {
      rows.put(from + i, vectors[i]);
    }
  }
}
