package dev.icp.models;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.icp.internal.base.IoFailures;
import dev.icp.internal.base.Sha256;
import dev.icp.lucene.internal.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in the layout of sentence-transformers, or one with just a model and its tokenizer: what
 * its files say about how the model is meant to be used.
 */
final class ModelFolder {
  private static final int NO_LIMIT = 1_000_000;

  /** Pooling by the names that sentence-transformers has for it now and had before. */
  private static final Map<String, Pooling> POOLINGS =
      Map.of(
          "mean", Pooling.MEAN,
          "cls", Pooling.CLS,
          "lasttoken", Pooling.LAST_TOKEN,
          "pooling_mode_mean_tokens", Pooling.MEAN,
          "pooling_mode_cls_token", Pooling.CLS,
          "pooling_mode_lasttoken", Pooling.LAST_TOKEN);

  /** Models that begin to count positions after the padding's own. */
  private static final Set<String> SHIFTED =
      Set.of("roberta", "xlm-roberta", "camembert", "mpnet", "longformer");

  private final Path folder;
  private final JsonObject config;
  private final JsonObject sentence;
  private final JsonObject tokenizer;
  private final List<String> modules = new ArrayList<>();
  private final List<Path> dense = new ArrayList<>();
  private JsonObject pooling = new JsonObject();

  private ModelFolder(Path folder) {
    this.folder = folder;
    config = object("config.json");
    sentence = object("sentence_bert_config.json");
    tokenizer = object("tokenizer_config.json");
    Path list = folder.resolve("modules.json");
    if (Files.exists(list)) {
      for (JsonElement module : JsonFile.read(list, JsonArray.class)) {
        String type = text(module, "type");
        String kind = type == null ? "null" : type.substring(type.lastIndexOf('.') + 1);
        addModule(list, kind, text(module, "path"));
      }
    }
  }

  /**
   * Reads a folder.
   *
   * @throws IllegalArgumentException naming the file if one is missing, is not what it should be,
   *     or asks for what is not done here
   */
  static ModelFolder at(Path folder) {
    if (!Files.exists(folder)) {
      throw new IllegalArgumentException(folder + ": no such folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + ": not a folder with a model and tokenizer.json");
    }
    if (!Files.exists(folder.resolve("tokenizer.json"))) {
      throw new IllegalArgumentException(folder + ": no tokenizer.json in this folder");
    }
    return new ModelFolder(folder);
  }

  private Path inside(Path list, String path) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(list + ": not a path: " + e.getReason(), e);
    }
  }

  private void addModule(Path list, String kind, @Nullable String path) {
    switch (kind) {
      case "Transformer", "Normalize" -> {}
      case "Pooling" -> {
        if (path != null) {
          pooling = JsonFile.read(inside(list, path).resolve("config.json"), JsonObject.class);
        }
      }
      case "Dense" -> {
        if (!modules.contains("Pooling") || modules.contains("Normalize")) {
          throw new IllegalArgumentException(
              list + ": module Dense is supported behind Pooling and before Normalize only");
        }
        dense.add(inside(list, path == null ? "" : path));
      }
      default ->
          throw new IllegalArgumentException(
              list
                  + ": module "
                  + kind
                  + " is not supported; export the model with it, so that its output is the"
                  + " sentence's vector, and leave the module out");
    }
    modules.add(kind);
  }

  private JsonObject object(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? JsonFile.read(file, JsonObject.class) : new JsonObject();
  }

  private static @Nullable String text(JsonElement object, String name) {
    JsonElement value = object.isJsonObject() ? object.getAsJsonObject().get(name) : null;
    return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
  }

  private static OptionalInt number(JsonObject object, String name) {
    JsonElement value = object.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return OptionalInt.empty();
    }
    double number = value.getAsDouble();
    // Tokenizers without a limit name one of thirty digits.
    return number >= 1 && number < NO_LIMIT ? OptionalInt.of((int) number) : OptionalInt.empty();
  }

  private static boolean flag(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsBoolean();
  }

  /** Returns the folder. */
  Path path() {
    return folder;
  }

  /**
   * Returns how the model pools; the mean where the folder does not say.
   *
   * @throws IllegalArgumentException if it pools in a way that is not done here
   */
  Pooling pooling() {
    List<String> modes = poolingModes();
    if (modes.isEmpty()) {
      return Pooling.MEAN;
    }
    Pooling known = POOLINGS.get(modes.getFirst());
    if (known == null || modes.size() > 1) {
      throw new IllegalArgumentException(
          folder
              + ": "
              + String.join(" with ", modes)
              + " is not supported, only one of mean, cls and last token");
    }
    return known;
  }

  private List<String> poolingModes() {
    JsonElement mode = pooling.get("pooling_mode");
    if (mode == null) {
      return pooling.keySet().stream()
          .filter(key -> key.startsWith("pooling_mode_") && flag(pooling, key))
          .toList();
    }
    List<JsonElement> modes = mode.isJsonArray() ? mode.getAsJsonArray().asList() : List.of(mode);
    return modes.stream().map(m -> m.isJsonPrimitive() ? m.getAsString() : m.toString()).toList();
  }

  /**
   * Checks that the tokens of the prefix are pooled with those of the text.
   *
   * @throws IllegalArgumentException if they are not to be
   */
  void requirePoolsPrefix() {
    if (pooling.has("include_prompt") && !flag(pooling, "include_prompt")) {
      throw new IllegalArgumentException(
          path()
              + ": pooling without the prompt (include_prompt) is not supported; set the pooling,"
              + " or an empty prefix");
    }
  }

  /** Returns whether the model's vectors are brought to length 1. */
  boolean normalizes() {
    return modules.isEmpty() || modules.contains("Normalize");
  }

  /**
   * Returns the layers behind the pooling.
   *
   * @throws IllegalArgumentException naming the file if one cannot be read
   */
  List<DenseLayer> denseLayers() {
    return dense.stream().map(DenseLayer::read).toList();
  }

  /** Returns whether texts are lower-cased before they are tokenized. */
  boolean lowerCases() {
    return flag(sentence, "do_lower_case");
  }

  /** Returns the most tokens of a text, special ones included, that the model takes. */
  int maxLength() {
    OptionalInt positions = number(config, "max_position_embeddings");
    String type = text(config, "model_type");
    if (positions.isPresent() && type != null && SHIFTED.contains(type)) {
      positions = OptionalInt.of(positions.getAsInt() - 2);
    }
    for (OptionalInt length :
        List.of(
            number(sentence, "max_seq_length"), number(tokenizer, "model_max_length"), positions)) {
      if (length.isPresent()) {
        return Math.min(length.getAsInt(), positions.orElse(NO_LIMIT));
      }
    }
    return 512;
  }

  /**
   * Returns what is put in front of each text.
   *
   * @throws IllegalArgumentException if the folder names a prompt that it has not
   */
  String prefix() {
    String file = "config_sentence_transformers.json";
    JsonObject settings = object(file);
    String name = text(settings, "default_prompt_name");
    if (name == null) {
      return "";
    }
    JsonElement prompts = settings.get("prompts");
    String prefix = prompts == null ? null : text(prompts, name);
    if (prefix == null) {
      throw new IllegalArgumentException(
          folder.resolve(file) + ": default_prompt_name is \"" + name + "\", which has no prompt");
    }
    return prefix;
  }

  /** Returns how many floats the pooled vector of a text has, if the folder says it. */
  OptionalInt dimension() {
    return Stream.of(
            number(pooling, "embedding_dimension"),
            number(pooling, "word_embedding_dimension"),
            number(config, "hidden_size"))
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  /** Returns the token that fills up a batch. */
  int padding() {
    return number(config, "pad_token_id").orElse(0);
  }

  /** Returns the model file of an ending, if there is one. */
  Optional<Path> modelFile(String ending) {
    return Stream.of("model", "onnx/model", folder.toAbsolutePath().normalize().getFileName() + "")
        .map(name -> folder.resolve(name + ending))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Returns a hash of a model file and of the weights that lie beside it under its name. */
  static String hash(Path model) {
    try (Stream<Path> beside = Files.list(model.toAbsolutePath().getParent())) {
      MessageDigest digest = Sha256.digest();
      String name = model.getFileName().toString();
      for (Path file :
          beside.filter(f -> f.getFileName().toString().startsWith(name)).sorted().toList()) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw IoFailures.unchecked(model, "cannot be read", e);
    }
  }
}
