package dev.icp.lucene.internal.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the base models of the common families were trained with, {@code base-models.json}: their
 * end of text and their beginning of text. A family is known by added tokens that its tokenizer
 * has; the first that fits counts. The tokenizer of a chat model names the end of a turn as its end
 * of text, with which a base model's documents do not end.
 */
final class BaseModels {
  private static final String TABLE = "base-models.json";

  private static final BaseModels KNOWN = read();

  private final Set<String> chatTurnTokens;
  private final List<Family> families;

  /**
   * A family of models.
   *
   * @param has added tokens that its tokenizers have, all of them
   * @param end the token that ends a document
   * @param begin the token that begins one; null if the family has none
   */
  record Family(String name, List<String> has, String end, @Nullable String begin) {}

  private BaseModels(Set<String> chatTurnTokens, List<Family> families) {
    this.chatTurnTokens = chatTurnTokens;
    this.families = families;
  }

  static BaseModels known() {
    return KNOWN;
  }

  private static BaseModels read() {
    try (InputStream in = BaseModels.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + TABLE);
      }
      JsonObject json =
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonObject();
      List<Family> families = new ArrayList<>();
      for (JsonElement element : json.getAsJsonArray("families")) {
        JsonObject family = element.getAsJsonObject();
        families.add(
            new Family(
                family.get("name").getAsString(),
                strings(family.getAsJsonArray("has")),
                family.get("end").getAsString(),
                family.has("begin") ? family.get("begin").getAsString() : null));
      }
      return new BaseModels(
          new LinkedHashSet<>(strings(json.getAsJsonArray("chatTurnTokens"))), families);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> strings(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }

  /** Returns whether a token begins or ends a turn of a chat. */
  boolean isChatTurn(String token) {
    return chatTurnTokens.contains(token);
  }

  /** Returns the family of a tokenizer; null if it is not known. */
  @Nullable Family of(Vocabulary vocabulary) {
    for (Family family : families) {
      if (family.has().stream().allMatch(vocabulary::isAdded)) {
        return family;
      }
    }
    return null;
  }
}
