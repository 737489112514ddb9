package dev.icp.lucene.internal.tokenizer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A token that is cut out of a text before the model sees it, wherever it is written out.
 *
 * @param id as the file has it
 * @param content how it is written
 * @param special whether it stands for something else than text
 * @param normalized whether it is looked for in the normalised text
 * @param json the whole entry: not a copy
 */
record AddedToken(int id, String content, boolean special, boolean normalized, JsonObject json) {
  /**
   * Reads an entry of {@code added_tokens}.
   *
   * @throws IllegalStateException if it is none
   */
  static AddedToken of(JsonElement entry) {
    JsonObject json = entry.getAsJsonObject();
    if (!json.has("id") || !json.has("content")) {
      throw new IllegalStateException("an added token without id or content");
    }
    return new AddedToken(
        json.get("id").getAsInt(),
        json.get("content").getAsString(),
        isTrue(json, "special"),
        isTrue(json, "normalized"),
        json);
  }

  /** Returns a special token that is cut out where exactly its content is written. */
  static AddedToken special(int id, String content) {
    JsonObject json = plain(id);
    json.addProperty("content", content);
    json.addProperty("special", true);
    return of(json);
  }

  /** Returns an entry without content, all flags of which are false. */
  static JsonObject plain(int id) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    for (String flag : new String[] {"single_word", "lstrip", "rstrip", "normalized", "special"}) {
      json.addProperty(flag, false);
    }
    return json;
  }

  private static boolean isTrue(JsonObject json, String flag) {
    return json.has(flag) && json.get(flag).getAsBoolean();
  }
}
