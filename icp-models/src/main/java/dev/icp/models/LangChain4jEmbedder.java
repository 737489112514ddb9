package dev.icp.models;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageContext;
import dev.icp.spi.TextBatches;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Vectors from any embedding model that LangChain4j knows: of a service (OpenAI, Ollama, Vertex AI
 * …) or in this process. Needs {@code dev.langchain4j:langchain4j-core}, which icp does not bring,
 * 1.0 or later.
 *
 * <p>Of one or more threads at once, as many as {@link dev.icp.ContextBuilder#threads} says, each
 * asks for up to {@value #BATCH} texts by {@link EmbeddingModel#embedAll}; smaller requests,
 * retries, waiting and prefixes are the model's. A text that an earlier document has is not asked
 * for again. Vectors are normalised. Immutable, and thread-safe if the model is.
 */
@SuppressWarnings("exports") // Whoever has no LangChain4j compiles without it.
public final class LangChain4jEmbedder implements Embedder<DenseVectors>, TextBatches<String> {
  private static final int BATCH = 64;

  /** LangChain4j has no blank texts, and services refuse them. */
  private static final String BLANK = "(no text)";

  private final EmbeddingModel model;
  private final @Nullable String name;
  private final int dimension;
  private final int maxCharacters;

  private LangChain4jEmbedder(
      EmbeddingModel model, @Nullable String name, int dimension, int maxCharacters) {
    this.model = model;
    this.name = name;
    this.dimension = dimension;
    this.maxCharacters = maxCharacters;
  }

  /**
   * Returns an embedder whose vectors are not kept for a later run. Asks the model for its {@link
   * EmbeddingModel#dimension dimension}, for which many embed a word.
   *
   * @throws RuntimeException what the model throws when it cannot be reached
   */
  public static LangChain4jEmbedder of(EmbeddingModel model) {
    return new LangChain4jEmbedder(model, null, model.dimension(), Integer.MAX_VALUE);
  }

  /**
   * Returns an embedder whose vectors are kept where results are (a work directory): a run that was
   * killed goes on where it stopped, and a second one over the same texts asks for nothing. Asks
   * the model for its {@link EmbeddingModel#dimension dimension}, for which many embed a word.
   *
   * @param name tells this model, with its settings, from every other that is ever used on the same
   *     folder; part of the fingerprint
   * @throws IllegalArgumentException if the name is blank
   * @throws RuntimeException what the model throws when it cannot be reached
   */
  public static LangChain4jEmbedder of(String name, EmbeddingModel model) {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("name: it is blank");
    }
    return new LangChain4jEmbedder(model, name, model.dimension(), Integer.MAX_VALUE);
  }

  /**
   * Returns the same that gives the model the beginning of each text only, for services that refuse
   * long ones. By default it gets all of it.
   *
   * @param characters UTF-16 code units at most, 1 or more; no character is cut in two
   * @throws IllegalArgumentException if it is less
   */
  public LangChain4jEmbedder withMaxCharacters(int characters) {
    if (characters < 1) {
      throw new IllegalArgumentException("characters: " + characters + ", expected 1 or more");
    }
    return new LangChain4jEmbedder(model, name, dimension, characters);
  }

  /**
   * {@inheritDoc}
   *
   * <p>While it works, what the model throws ends the run as the cause of an {@link
   * IllegalStateException} that names the documents by their places in the corpus.
   */
  @Override
  public EmbeddingSession<DenseVectors> open(StageContext context) {
    return open(context, name == null ? null : fingerprint());
  }

  @Override
  public String fingerprint() {
    return "langchain4j:"
        + dimension
        + (maxCharacters == Integer.MAX_VALUE ? "" : ":first " + maxCharacters)
        + (name == null ? "" : ":" + name);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /** Returns what of a text the model gets. */
  @Override
  public String prepare(String text) {
    int end = Math.min(text.length(), maxCharacters);
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String beginning = text.substring(0, end);
    // Control characters alone are blank there, other spaces here.
    return beginning.isBlank() || beginning.trim().isEmpty() ? BLANK : beginning;
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
    List<Embedding> vectors;
    try {
      Response<List<Embedding>> response =
          model.embedAll(batch.stream().map(TextSegment::from).toList());
      vectors = response.content();
    } catch (RuntimeException e) {
      throw new IllegalStateException(documents(batch, from, rows) + e.getMessage(), e);
    }
    if (vectors == null || vectors.size() != batch.size()) {
      throw new IllegalStateException(
          documents(batch, from, rows)
              + "the model returned "
              + (vectors == null ? "no" : vectors.size())
              + " vectors for "
              + batch.size()
              + " texts");
    }
    for (int i = 0; i < batch.size(); i++) {
      rows.put(from + i, vectors.get(i).vector());
    }
  }

  private static String documents(List<String> batch, int from, Rows rows) {
    return "documents "
        + rows.ordinal(from)
        + " to "
        + rows.ordinal(from + batch.size() - 1)
        + ", embedded by LangChain4j: ";
  }
}
