package dev.icp.lucene.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small JSON files that lie beside models. */
public final class JsonFile {
  private JsonFile() {}

  /** Returns the bytes of a file. */
  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw IoFailures.unchecked(file, "cannot be read", e);
    }
  }

  /**
   * Parses a file.
   *
   * @param type what it holds: JsonObject or JsonArray
   * @throws IllegalArgumentException naming the file if it does not hold that
   */
  public static <T extends JsonElement> T read(Path file, Class<T> type) {
    String text = new String(bytes(file), StandardCharsets.UTF_8);
    try {
      return type.cast(JsonParser.parseString(text));
    } catch (JsonParseException | ClassCastException e) {
      String expected = type == JsonArray.class ? "array" : "object";
      throw new IllegalArgumentException(file + ": not a JSON " + expected, e);
    }
  }
}
