package dev.icp.lucene.internal.tokenizer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.icp.lucene.internal.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the files beside a tokenizer.json say about its tokens. Immutable. */
final class NamedTokens {
  private static final List<String> BESIDE =
      List.of("tokenizer_config.json", "special_tokens_map.json");
  private static final String ADDED = "added_tokens.json";
  private static final String DECODER = "added_tokens_decoder";

  private final Map<Path, JsonObject> settings = new LinkedHashMap<>();
  private final Path addedFile;
  private final @Nullable JsonObject added;

  /**
   * @param main the tokenizer.json
   * @throws IllegalArgumentException if a file beside it is not what it should be
   */
  NamedTokens(Path main) {
    for (String name : BESIDE) {
      Path file = main.resolveSibling(name);
      if (Files.exists(file)) {
        settings.put(file, JsonFile.read(file, JsonObject.class));
      }
    }
    addedFile = main.resolveSibling(ADDED);
    added = Files.exists(addedFile) ? JsonFile.read(addedFile, JsonObject.class) : null;
  }

  /** Returns the token that has a role, as in {@code eos_token}; null if none is named. */
  @Nullable String token(String role) {
    for (JsonObject setting : settings.values()) {
      String token = content(setting.get(role));
      if (token != null) {
        return token;
      }
    }
    return null;
  }

  /** Returns which file names the token that has a role; there must be one. */
  Path file(String role) {
    for (Map.Entry<Path, JsonObject> setting : settings.entrySet()) {
      if (content(setting.getValue().get(role)) != null) {
        return setting.getKey();
      }
    }
    throw new IllegalArgumentException(role);
  }

  /** A token is written as a string, or as an object that says how it is cut out of a text. */
  private static @Nullable String content(@Nullable JsonElement token) {
    JsonElement content = token instanceof JsonObject object ? object.get("content") : token;
    return content != null && content.isJsonPrimitive() ? content.getAsString() : null;
  }

  /**
   * Returns the tokens that these files add to the tokenizer, whether or not it has them, in the
   * order of their ids.
   */
  List<AddedToken> added() {
    List<AddedToken> tokens = new ArrayList<>();
    for (Map.Entry<Path, JsonObject> setting : settings.entrySet()) {
      if (setting.getValue().get(DECODER) instanceof JsonObject decoder) {
        for (Map.Entry<String, JsonElement> entry : decoder.entrySet()) {
          JsonObject json = AddedToken.plain(id(setting.getKey(), DECODER, entry.getKey()));
          if (entry.getValue() instanceof JsonObject flags) {
            flags.entrySet().stream()
                .filter(flag -> !flag.getKey().equals("id"))
                .forEach(flag -> json.add(flag.getKey(), flag.getValue()));
          }
          tokens.add(token(setting.getKey(), json));
        }
      }
    }
    if (added != null) {
      for (Map.Entry<String, JsonElement> entry : added.entrySet()) {
        tokens.add(AddedToken.special(id(addedFile, entry.getKey(), text(entry)), entry.getKey()));
      }
    }
    tokens.sort(Comparator.comparingInt(AddedToken::id));
    return tokens;
  }

  private static String text(Map.Entry<String, JsonElement> entry) {
    return entry.getValue().isJsonPrimitive() ? entry.getValue().getAsString() : "";
  }

  private static int id(Path file, String where, String id) {
    try {
      int number = Integer.parseInt(id);
      if (number >= 0 && number < Integer.MAX_VALUE) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(file + ": " + where + ": \"" + id + "\" is no token id");
  }

  private static AddedToken token(Path file, JsonObject json) {
    try {
      return AddedToken.of(json);
    } catch (IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalArgumentException(
          file + ": " + DECODER + ": token " + json.get("id") + " has no content", e);
    }
  }
}
