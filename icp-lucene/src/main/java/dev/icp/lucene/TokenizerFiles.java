package dev.icp.lucene;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.icp.lucene.internal.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A tokenizer.json and what lies beside it. Immutable. */
final class TokenizerFiles {
  private static final String MAIN = "tokenizer.json";
  private static final List<String> BESIDE =
      List.of("tokenizer_config.json", "special_tokens_map.json");
  private static final List<String> ROLES = List.of("eos_token", "sep_token");
  private static final List<String> COMMON = List.of("</s>", "<|endoftext|>", "[SEP]");

  private final Path path;
  private final byte[] json;
  private final Vocabulary vocabulary;
  private final OptionalInt separator;

  private TokenizerFiles(Path path, byte[] json, Vocabulary vocabulary, OptionalInt separator) {
    this.path = path;
    this.json = json;
    this.vocabulary = vocabulary;
    this.separator = separator;
  }

  /** See {@link HuggingFaceTokenizers#load}. */
  static TokenizerFiles at(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(path + ": no such file or folder");
    }
    Path main = Files.isDirectory(path) ? path.resolve(MAIN) : path;
    if (!Files.exists(main)) {
      throw new IllegalArgumentException(path + ": no " + MAIN + " in this folder");
    }
    byte[] json = JsonFile.bytes(main);
    Vocabulary vocabulary = Vocabulary.of(json, main);
    return new TokenizerFiles(main, json, vocabulary, separator(main, vocabulary));
  }

  /** Returns the same with another separator. */
  TokenizerFiles withSeparator(String token) {
    OptionalInt id = vocabulary.id(token);
    if (id.isEmpty()) {
      throw new IllegalArgumentException(path + ": has no token \"" + token + "\"");
    }
    return new TokenizerFiles(path, json, vocabulary, id);
  }

  private static OptionalInt separator(Path main, Vocabulary vocabulary) {
    List<JsonObject> settings = new ArrayList<>();
    for (String name : BESIDE) {
      Path file = main.resolveSibling(name);
      if (Files.exists(file)) {
        settings.add(JsonFile.read(file, JsonObject.class));
      }
    }
    for (String role : ROLES) {
      for (JsonObject setting : settings) {
        String token = content(setting.get(role));
        OptionalInt id = token == null ? OptionalInt.empty() : vocabulary.id(token);
        if (id.isPresent()) {
          return id;
        }
      }
    }
    for (String token : COMMON) {
      OptionalInt id = vocabulary.specialId(token);
      if (id.isPresent()) {
        return id;
      }
    }
    return OptionalInt.empty();
  }

  /** A token is written as a string, or as an object that says how it is cut out of a text. */
  private static @Nullable String content(@Nullable JsonElement token) {
    JsonElement content = token instanceof JsonObject object ? object.get("content") : token;
    return content != null && content.isJsonPrimitive() ? content.getAsString() : null;
  }

  /** Returns where tokenizer.json was read from. */
  Path path() {
    return path;
  }

  /** Returns the bytes of tokenizer.json: not a copy. */
  byte[] json() {
    return json;
  }

  /** Returns the tokens it knows. */
  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Returns the token that ends a document, if one is known. */
  OptionalInt separator() {
    return separator;
  }
}
