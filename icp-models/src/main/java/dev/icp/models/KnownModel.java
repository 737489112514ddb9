package dev.icp.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A sentence-embedding model that is known by a name: in which jar Maven Central has it, and how
 * its card says that it is used.
 *
 * @param name what it is called here, as in {@code minilm-q}
 * @param title what its makers call it, and how it is stored
 * @param author who made it
 * @param licence of the model
 * @param artifact artifactId of the jar, of the group {@code dev.langchain4j}
 * @param version of the jar; another one on the class path will do as well
 * @param resource what its two files in the jar are called, but for {@code .onnx} and {@code
 *     -tokenizer.json}
 * @param bytes size of the jar
 * @param sha256 of the jar, in lower-case hexadecimal digits
 * @param dimension floats in a vector
 * @param pooling how the vectors of tokens become one
 * @param maxLength most tokens of a text, special ones included
 * @param prefix what stands in front of each text; may be empty
 */
public record KnownModel(
    String name,
    String title,
    String author,
    String licence,
    String artifact,
    String version,
    String resource,
    long bytes,
    String sha256,
    int dimension,
    Pooling pooling,
    int maxLength,
    String prefix) {
  private static final String GROUP = "dev.langchain4j";

  /** Returns the jar's Maven coordinates: group, artifact and version. */
  public String coordinates() {
    return GROUP + ":" + artifact + ":" + version;
  }

  /** Returns the jar's file name. */
  public String jar() {
    return artifact + "-" + version + ".jar";
  }

  /** Returns where Maven Central has the jar. */
  public String address() {
    return "https://repo.maven.apache.org/maven2/"
        + GROUP.replace('.', '/')
        + "/"
        + artifact
        + "/"
        + version
        + "/"
        + jar();
  }

  /** Returns what it is, how large, whose and under which licence. */
  public String description() {
    return String.format(
        Locale.ROOT, "%s by %s, %d MB, %s", title, author, Math.round(bytes / 1e6), licence);
  }

  /** Returns whether a jar with it is on the class path. */
  public boolean isOnClassPath() {
    return loader().getResource(onnx()) != null;
  }

  /** Returns what sees the class path. */
  static ClassLoader loader() {
    ClassLoader own = KnownModel.class.getClassLoader();
    ClassLoader threads = Thread.currentThread().getContextClassLoader();
    return threads == null ? own : threads;
  }

  private String onnx() {
    return resource + ".onnx";
  }

  /**
   * Writes its files into a folder, in the layout of sentence-transformers, which {@link
   * DjlEmbedder#load} takes.
   *
   * @param jar has the resources
   * @param folder is there, and empty
   * @throws NoSuchFileException naming the resource if the jar has not got it
   * @throws IOException if it cannot be read or written
   */
  public void unpack(ClassLoader jar, Path folder) throws IOException {
    copy(jar, onnx(), folder.resolve("model.onnx"));
    copy(jar, resource + "-tokenizer.json", folder.resolve("tokenizer.json"));
    write(
        folder.resolve("modules.json"),
        """
        [{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
         {"idx": 2, "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
        """);
    write(
        Files.createDirectories(folder.resolve("1_Pooling")).resolve("config.json"),
        "{\"word_embedding_dimension\": "
            + dimension
            + ", \"pooling_mode\": \""
            + pooling.name().toLowerCase(Locale.ROOT).replace("_token", "token")
            + "\"}\n");
    write(
        folder.resolve("sentence_bert_config.json"),
        "{\"max_seq_length\": " + maxLength + ", \"do_lower_case\": false}\n");
    if (!prefix.isEmpty()) {
      write(
          folder.resolve("config_sentence_transformers.json"),
          "{\"prompts\": {\"document\": \""
              + prefix
              + "\"}, \"default_prompt_name\": \"document\"}\n");
    }
    write(
        folder.resolve("README"),
        description() + ".\nAs packed in " + coordinates() + " (" + address() + ").\n");
  }

  private static void copy(ClassLoader jar, String resource, Path file) throws IOException {
    try (InputStream in = jar.getResourceAsStream(resource)) {
      if (in == null) {
        throw new NoSuchFileException(resource);
      }
      Files.copy(in, file);
    }
  }

  private static void write(Path file, String content) throws IOException {
    Files.writeString(file, content);
  }
}
